-- Asks for each line of the file PATHS in turn; with a BODY it posts that, under a new Idempotency-Key each time.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local body = os.getenv("BODY")
local run = os.getenv("RUN")
local number = 0

function request()
  number = number + 1
  local path = paths[number % #paths + 1]
  if body == "" then return wrk.format("GET", path) end
  wrk.headers["Idempotency-Key"] = run .. "-" .. number
  return wrk.format("POST", path, nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "microseconds": %d, "p50": %.1f, "p99": %.1f, "failed": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
