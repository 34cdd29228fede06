import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, ownProcess } from '@polymath/testing';
import { pythonWith } from '../python-packages.js';
import type { Side } from './side.js';

const requirements = ['mlserver==1.7.1', 'onnxruntime==1.32.0'];
const program = fileURLToPath(new URL('../../src/peer/serve.py', import.meta.url));

/** How MLServer may batch: rows, and seconds that a call waits for others. */
export interface PeerBatching {
  max_batch_size: number;
  max_batch_time: number;
}

/** MLServer with an ONNX classifier as model `lenet5`, without its pool of processes: on two cores that costs more than it gives. */
export async function startPeer(onnx: Uint8Array, batching?: PeerBatching): Promise<Side> {
  const python = pythonWith('serve', requirements);
  const folder = mkdtempSync(join(tmpdir(), 'polymath-mlserver-'));
  const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
  const uri = join(folder, 'lenet5.onnx');
  writeFileSync(uri, onnx);
  copyFileSync(program, join(folder, 'serve.py'));
  const write = (name: string, settings: object) =>
    writeFileSync(join(folder, name), JSON.stringify(settings));
  write('settings.json', {
    ...{ host: '127.0.0.1', http_port: http, grpc_port: grpc, metrics_port: metrics },
    ...{ parallel_workers: 0, debug: false, metrics_endpoint: null, use_structured_logging: false },
  });
  const model = { name: 'lenet5', implementation: 'serve.OnnxClassifier', parameters: { uri } };
  write('model-settings.json', { ...model, ...batching });
  const env = { ...python.env, PYTHONPATH: `${folder}:${python.env['PYTHONPATH'] ?? ''}` };
  const args = ['-c', 'from mlserver.cli import main; main()', 'start', folder];
  const child = spawn(python.command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (text: Buffer) => errors.push(text.toString()));
  const own = ownProcess(child);
  await untilReady(`http://127.0.0.1:${http}/v2/models/lenet5/ready`, own.exited, errors);
  return {
    address: `127.0.0.1:${grpc}`,
    close: async () => {
      await own.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, exited: Promise<unknown>, errors: string[]): Promise<void> {
  const ended = { yet: false };
  void exited.then(() => (ended.yet = true));
  for (;;) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (ended.yet) throw new Error(`MLServer ended: ${errors.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
