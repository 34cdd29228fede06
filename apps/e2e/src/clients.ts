import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { connect, type Client } from '@polymath/service-kit';

/** A client of each service behind one address. */
export interface Clients {
  readonly compression: Client<CompressionServiceService>;
  readonly jobs: Client<JobServiceService>;
  readonly artifacts: Client<ArtifactServiceService>;
  readonly models: Client<ModelServiceService>;
  readonly inference: Client<GRPCInferenceServiceService>;
  close(): void;
}

/** Clients of the compression service, which connect at their first call. @param address `host:port` */
export function connectClients(address: string): Clients {
  const compression = connect(address, CompressionServiceService);
  const jobs = connect(address, JobServiceService);
  const artifacts = connect(address, ArtifactServiceService);
  const models = connect(address, ModelServiceService);
  const inference = connect(address, GRPCInferenceServiceService);
  const close = () => {
    for (const client of [compression, jobs, artifacts, models, inference]) client.close();
  };
  return { compression, jobs, artifacts, models, inference, close };
}
