// Sends the documented body with the generated client, and looks at the reply.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	pingone "example.com/x/pingone"
)

func main() {
	text, err := os.ReadFile("body.json")
	check(err)
	var body pingone.CreateStoreRequest
	check(json.Unmarshal(text, &body))
	configuration := pingone.NewConfiguration()
	configuration.Servers = pingone.ServerConfigurations{{URL: os.Args[1]}}
	ctx := context.WithValue(context.Background(), pingone.ContextAccessToken, "token")
	call := pingone.NewAPIClient(configuration).PropagationStoresAPI.CreateStore(ctx, "5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10")
	store, _, err := call.CreateStoreRequest(body).Execute()
	check(err)
	if store.PingOneStoreResponse == nil || store.PingOneStoreResponse.GetName() != body.PingOneStore.Name {
		panic(fmt.Sprintf("%+v", store))
	}
	fmt.Println(store.PingOneStoreResponse.GetType(), store.PingOneStoreResponse.GetId())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
