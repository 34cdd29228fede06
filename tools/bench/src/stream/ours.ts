import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Filters_Kind,
  TrainDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { get, outputOf, putMachines, startDiagnosisProcess, succeeded, type DiagnosisProcess } from '@polymath/e2e'; // prettier-ignore
import { startNats } from '@polymath/testing';

/** The diagnosis service as a process of its own, with a diagnoser as model `pump`. */
export interface Ours {
  service: DiagnosisProcess;
  /** The diagnoser's file. */
  diagnoser: Buffer;
  close(): Promise<void>;
}

/** 100 filters of 100 samples, as by default; nothing is learned for them, since it costs a verdict nothing. */
export async function startOurs(): Promise<Ours> {
  const dataDir = mkdtempSync(join(tmpdir(), 'polymath-bench-'));
  const nats = await startNats();
  const service = await startDiagnosisProcess({ natsUrl: nats.url, dataDir });
  const machines = (['normal', 'inner-race', 'outer-race'] as const).flatMap((fault) =>
    [1797, 1730].map((rpm, seed) => ({ fault, rpm, seed, durationS: 8 })),
  );
  const { job } = await service.diagnosis.trainDiagnoser(
    TrainDiagnoserRequest.fromPartial({
      recordings: await putMachines(service, machines),
      filters: { kind: Filters_Kind.KIND_RANDOM },
      ...{ seed: 1n, options: { modelName: 'pump' } },
    }),
  );
  const file = outputOf(await succeeded(service, job), 'diagnoser.safetensors');
  return {
    service,
    diagnoser: await get(service, file),
    close: async () => {
      service.close();
      await service.terminate();
      await nats.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
