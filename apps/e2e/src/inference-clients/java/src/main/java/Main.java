import inference.GRPCInferenceServiceGrpc;
import inference.GrpcService.InferTensorContents;
import inference.GrpcService.ModelInferRequest;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.List;

/** Calls a model `patterns` through a client that was generated from our proto; prints its answer as one JSON line. */
public class Main {
  public static void main(String[] args) {
    var channel = ManagedChannelBuilder.forTarget(args[0]).usePlaintext().build();
    var client = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    var response = client.modelInfer(request(2));
    var refusal = "answered";
    try {
      client.modelInfer(request(3));
    } catch (StatusRuntimeException error) {
      refusal = error.getStatus().getCode().name();
    }
    System.out.printf(
        "{\"id\": \"%s\", \"version\": \"%s\", \"bytes\": %d, \"refusal\": \"%s\"}%n",
        response.getId(), response.getModelVersion(), response.getRawOutputContents(0).size(), refusal);
    channel.shutdownNow();
  }

  /** Two images, whatever number the shape tells. */
  private static ModelInferRequest request(long images) {
    var contents = InferTensorContents.newBuilder().addAllFp32Contents(Collections.nCopies(2 * 1024, 0f));
    var input = ModelInferRequest.InferInputTensor.newBuilder().setName("input").setDatatype("FP32");
    input.addAllShape(List.of(images, 32L, 32L, 1L)).setContents(contents);
    return ModelInferRequest.newBuilder().setModelName("patterns").setId("from java").addInputs(input).build();
  }
}
