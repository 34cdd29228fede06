// Load for `npm run bench:serve`: clients with a connection each, that send one prepared request again and again, each when
// the answer to the one before is there. Prints one JSON line: calls a second, latencies in milliseconds, failures.
//
// Arguments: address, file with a serialised ModelInferRequest, clients, seconds to warm up, seconds to measure.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/mem"
)

const method = "/inference.GRPCInferenceService/ModelInfer"

// bytesCodec sends and takes messages as the bytes that they are: a client must not be what is measured.
type bytesCodec struct{}

func (bytesCodec) Name() string { return "proto" }

func (bytesCodec) Marshal(message any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(*message.(*[]byte))}, nil
}

func (bytesCodec) Unmarshal(data mem.BufferSlice, message any) error {
	*message.(*[]byte) = data.Materialize()
	return nil
}

type result struct {
	latencies []time.Duration
	failures  int
	last      error
}

func client(address string, request []byte, begin, end time.Time) result {
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy(),
		grpc.WithDefaultCallOptions(grpc.ForceCodecV2(bytesCodec{})))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	var found result
	for {
		start := time.Now()
		if start.After(end) {
			return found
		}
		var response []byte
		err := connection.Invoke(context.Background(), method, &request, &response)
		if start.Before(begin) {
			continue
		}
		if err != nil {
			found.failures++
			found.last = err
			continue
		}
		found.latencies = append(found.latencies, time.Since(start))
	}
}

func number(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	address, file := os.Args[1], os.Args[2]
	clients, warmUp, seconds := int(number(os.Args[3])), number(os.Args[4]), number(os.Args[5])
	request, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	begin := time.Now().Add(time.Duration(warmUp * float64(time.Second)))
	end := begin.Add(time.Duration(seconds * float64(time.Second)))
	results := make([]result, clients)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() { results[i] = client(address, request, begin, end) })
	}
	group.Wait()

	var latencies []time.Duration
	failures := 0
	for _, each := range results {
		latencies = append(latencies, each.latencies...)
		failures += each.failures
		if each.last != nil {
			fmt.Fprintln(os.Stderr, each.last)
		}
	}
	if len(latencies) == 0 {
		log.Fatal("no call was answered")
	}
	sort.Slice(latencies, func(a, b int) bool { return latencies[a] < latencies[b] })
	at := func(share float64) float64 {
		return latencies[int(share*float64(len(latencies)-1))].Seconds() * 1000
	}
	line, err := json.Marshal(map[string]float64{
		"callsASecond": float64(len(latencies)) / seconds,
		"p50Ms":        at(0.5),
		"p99Ms":        at(0.99),
		"failures":     float64(failures),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(line))
}
