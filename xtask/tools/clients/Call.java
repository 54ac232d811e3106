// Sends the documented body with the generated client, and looks at the reply.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import pingone.ApiClient;
import pingone.api.PropagationStoresApi;
import pingone.model.CreateStoreRequest;
import pingone.model.PingOneStoreResponse;

public class Call {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer token"));
    String body = Files.readString(Path.of("body.json"));
    CreateStoreRequest request = client.getObjectMapper().readValue(body, CreateStoreRequest.class);
    UUID environment = UUID.fromString("5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10");
    var store = new PropagationStoresApi(client).createStore(environment, request);
    PingOneStoreResponse reply = store.getPingOneStoreResponse();
    if (!reply.getName().equals(request.getPingOneStore().getName())) {
      throw new AssertionError(store);
    }
    System.out.println(reply.getType() + " " + reply.getId());
  }
}
