// Sends the documented body with the generated client, and looks at the reply.
import { Configuration, CreateStoreRequestFromJSON, PropagationStoresApi } from "./index";
import body from "./body.json";

declare const process: { argv: string[]; exitCode: number };

async function main() {
  const api = new PropagationStoresApi(new Configuration({ basePath: process.argv[2], accessToken: "token" }));
  const store = await api.createStore({
    envID: "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10",
    createStoreRequest: CreateStoreRequestFromJSON(body),
  });
  if (store.type !== "PingOne" || store.name !== body.name) {
    throw new Error(JSON.stringify(store));
  }
  console.log(`${store.type} ${store.id}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
