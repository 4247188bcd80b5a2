// The journey through the client that openapi-generator writes for Java with java.net.http.

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.PartnershipApi;
import org.openapitools.client.model.CloudEvent;
import org.openapitools.client.model.GroupKind;
import org.openapitools.client.model.LocalAuthority;
import org.openapitools.client.model.NewParentCarerGroup;
import org.openapitools.client.model.ParentCarerGroup;
import org.openapitools.client.model.ParentCarerGroupChange;
import org.openapitools.client.model.Problem;

public final class Journey {
    interface Call {
        void make() throws ApiException;
    }

    private static final ApiClient CLIENT = new ApiClient();

    private Journey() {}

    private static void done(String step) {
        System.out.println(step);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static String fetchToken() throws Exception {
        String name = System.getenv("PINS_CLIENT_ID") + ":" + System.getenv("PINS_CLIENT_SECRET");
        String scope = URLEncoder.encode("partnership:read partnership:write", StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("PINS_TOKEN_URL")))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope))
            .build();
        String answer = CLIENT.getHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        return CLIENT.getObjectMapper().readTree(answer).get("access_token").asText();
    }

    private static Problem refused(Call call, int status) throws Exception {
        try {
            call.make();
        } catch (ApiException error) {
            Problem problem = CLIENT.getObjectMapper().readValue(error.getResponseBody(), Problem.class);
            check(error.getCode() == status && problem.getStatus() == status, "Refused as " + error.getCode());
            check(problem.getType().startsWith("http") && !problem.getTitle().isEmpty(), "The problem says nothing.");
            return problem;
        }
        throw new AssertionError("It was not refused.");
    }

    private static String header(ApiResponse<?> response, String name) {
        return response.getHeaders().get(name).get(0);
    }

    private static List<String> names(List<LocalAuthority> authorities) {
        return authorities.stream().map(LocalAuthority::getName).toList();
    }

    private static void list(PartnershipApi partnership) throws ApiException {
        var few = PartnershipApi.APIListLocalAuthoritiesRequest.newBuilder().limit(2);
        var first = partnership.listLocalAuthorities(few.build());
        var second = partnership.listLocalAuthorities(few.cursor(first.getNextCursor()).build());
        long different = Stream.concat(first.getItems().stream(), second.getItems().stream())
            .map(LocalAuthority::getLaCode).distinct().count();
        check(different == 4, "Two pages of two hold " + different + " authorities.");
        var two = PartnershipApi.APIListLocalAuthoritiesRequest.newBuilder().laCode(List.of("380", "383")).build();
        List<String> chosen = names(partnership.listLocalAuthorities(two).getItems());
        check(chosen.equals(List.of("Bradford", "Leeds")), "The filter gives " + chosen);
        done("list");
    }

    private static ParentCarerGroup create(PartnershipApi partnership) throws ApiException {
        String key = UUID.randomUUID().toString();
        var group = new NewParentCarerGroup()
            .name("Generated in Java " + key).kind(GroupKind.FORUM).laCodes(List.of("383"));
        var request = PartnershipApi.APIRegisterParentCarerGroupRequest.newBuilder()
            .newParentCarerGroup(group).idempotencyKey(key).build();
        ApiResponse<ParentCarerGroup> made = partnership.registerParentCarerGroupWithHttpInfo(request);
        check(made.getStatusCode() == 201, "Made with " + made.getStatusCode());
        check(partnership.registerParentCarerGroup(request).getId().equals(made.getData().getId()), "It was made twice.");
        done("create");
        return made.getData();
    }

    private static ParentCarerGroup update(PartnershipApi partnership, ParentCarerGroup made) throws Exception {
        var one = PartnershipApi.APIGetParentCarerGroupRequest.newBuilder().groupId(made.getId()).build();
        String etag = header(partnership.getParentCarerGroupWithHttpInfo(one), "etag");
        var change = new ParentCarerGroupChange().name("Renamed in Java " + made.getId());
        var request = PartnershipApi.APIChangeParentCarerGroupRequest.newBuilder()
            .groupId(made.getId()).parentCarerGroupChange(change).ifMatch(etag).build();
        ParentCarerGroup changed = partnership.changeParentCarerGroup(request);
        check(changed.getName().equals(change.getName()), "It has another name.");
        check(changed.getVersion() == made.getVersion() + 1, "It has another version.");
        check(changed.getLaCodes().equals(made.getLaCodes()), "What was left out did not stay.");
        refused(() -> partnership.changeParentCarerGroup(request), 412);
        done("update");
        return changed;
    }

    private static void refusals(PartnershipApi partnership) throws Exception {
        var nobody = PartnershipApi.APIGetParentCarerGroupRequest.newBuilder().groupId(UUID.randomUUID()).build();
        refused(() -> partnership.getParentCarerGroup(nobody), 404);
        done("not-found");
        var wrong = new NewParentCarerGroup().name("Nowhere").kind(GroupKind.FORUM).laCodes(List.of("ABC"));
        var request = PartnershipApi.APIRegisterParentCarerGroupRequest.newBuilder().newParentCarerGroup(wrong).build();
        Problem problem = refused(() -> partnership.registerParentCarerGroup(request), 422);
        check(problem.getErrors().size() == 1, "There is not one error.");
        check("/la_codes/0".equals(problem.getErrors().get(0).getPointer()), "The error points elsewhere.");
        done("unprocessable");
    }

    private static ApiResponse<List<CloudEvent>> events(PartnershipApi partnership, String after) throws ApiException {
        var request = PartnershipApi.APIListPartnershipEventsRequest.newBuilder().after(after).waitSeconds(5).build();
        return partnership.listPartnershipEventsWithHttpInfo(request);
    }

    private static void feed(PartnershipApi partnership, String cursor, ParentCarerGroup changed) throws ApiException {
        List<CloudEvent> seen = new ArrayList<>();
        for (String after = cursor; seen.size() < 2; ) {
            ApiResponse<List<CloudEvent>> batch = events(partnership, after);
            check(!batch.getData().isEmpty(), "The feed ended before the journey's events.");
            batch.getData().stream().filter(e -> e.getSubject().equals(changed.getId().toString())).forEach(seen::add);
            after = header(batch, "x-next-cursor");
        }
        Map<String, Object> resource = seen.get(1).getData();
        check(seen.get(1).getResourceversion().equals(changed.getVersion()), "The last event has another version.");
        check(changed.getName().equals(resource.get("name")), "The event has another name.");
        done("feed");
    }

    public static void main(String[] arguments) throws Exception {
        String token = fetchToken();
        CLIENT.updateBaseUri(System.getenv("PINS_API_URL"));
        CLIENT.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        var partnership = new PartnershipApi(CLIENT);
        String cursor = header(events(partnership, "latest"), "x-next-cursor");
        done("token");
        list(partnership);
        ParentCarerGroup made = create(partnership);
        ParentCarerGroup changed = update(partnership, made);
        refusals(partnership);
        feed(partnership, cursor, changed);
    }
}
