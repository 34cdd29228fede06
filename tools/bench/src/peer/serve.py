"""MLServer's side of `npm run bench:serve`: an ONNX classifier run by ONNX Runtime.

Its settings.json and model-settings.json are written by the benchmark; MLServer imports this module for the class.
"""

import numpy as np
import onnxruntime
from mlserver import MLModel, types


class OnnxClassifier(MLModel):
    """Takes FP32 `input`, gives FP32 `logits`."""

    async def load(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            self.settings.parameters.uri, options, providers=["CPUExecutionProvider"]
        )
        self.input = self.session.get_inputs()[0].name
        return True

    async def predict(self, payload):
        tensor = payload.inputs[0]
        rows, height, width, channels = tensor.shape
        values = np.asarray(tensor.data.root, dtype=np.float32)
        # One channel: the order of the axes makes no difference to the values.
        values = values.reshape(rows, channels, height, width)
        (logits,) = self.session.run(None, {self.input: values})
        output = types.ResponseOutput(
            name="logits", shape=list(logits.shape), datatype="FP32", data=logits.ravel().tolist()
        )
        return types.InferenceResponse(model_name=self.name, outputs=[output])
