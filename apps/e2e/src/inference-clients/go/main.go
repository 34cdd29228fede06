// Calls a model `patterns` through a client that was generated from our proto; prints its answer as one JSON line.
// Arguments: address.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"polymath/e2e/inference/inference"
)

const pixels = 32 * 32

func main() {
	connection, err := grpc.NewClient(os.Args[1],
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy())
	if err != nil {
		log.Fatal(err)
	}
	client := inference.NewGRPCInferenceServiceClient(connection)
	request := &inference.ModelInferRequest{
		ModelName: "patterns",
		Id:        "from go",
		Inputs: []*inference.ModelInferRequest_InferInputTensor{{
			Name: "input", Datatype: "FP32", Shape: []int64{2, 32, 32, 1},
			Contents: &inference.InferTensorContents{Fp32Contents: make([]float32, 2*pixels)},
		}},
	}
	response, err := client.ModelInfer(context.Background(), request)
	if err != nil {
		log.Fatal(err)
	}
	request.Inputs[0].Shape[0] = 3
	_, refusal := client.ModelInfer(context.Background(), request)
	line, err := json.Marshal(map[string]any{
		"id": response.Id, "version": response.ModelVersion, "bytes": len(response.RawOutputContents[0]),
		"refusal": status.Code(refusal).String(), "details": len(status.Convert(refusal).Details()),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(line))
}
