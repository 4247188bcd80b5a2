// Parses each file that is named: the guide's Power Query, as the editors of Power BI and Excel read it.
import { readFileSync } from "node:fs";
import parser from "@microsoft/powerquery-parser";

const { DefaultSettings, TaskUtils } = parser;

for (const file of process.argv.slice(2)) {
  const task = await TaskUtils.tryLexParse(DefaultSettings, readFileSync(file, "utf8"));
  if (!TaskUtils.isParseStageOk(task)) {
    console.error(`${file}: ${task.error?.message}`);
    process.exitCode = 1;
  }
}
