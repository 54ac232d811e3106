"""Sends the documented body with the generated client, and looks at the reply."""

import json
import sys

import pingone

with open("body.json", encoding="utf-8") as file:
    body = json.load(file)
configuration = pingone.Configuration(host=sys.argv[1], access_token="token")
with pingone.ApiClient(configuration) as client:
    store = pingone.PropagationStoresApi(client).create_store(
        "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10",
        pingone.CreateStoreRequest.from_dict(body),
    )
reply = store.actual_instance
assert isinstance(reply, pingone.PingOneStoreResponse), store
assert reply.name == body["name"], store
print(reply.type, reply.id)
