import { AdminServiceService } from '@polymath/contracts/polymath/admin/v1/admin';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { connect, type Client } from '@polymath/service-kit';

/** A client of each service that every area has. */
export interface SharedClients {
  readonly jobs: Client<JobServiceService>;
  readonly artifacts: Client<ArtifactServiceService>;
  readonly models: Client<ModelServiceService>;
  readonly inference: Client<GRPCInferenceServiceService>;
  readonly admin: Client<AdminServiceService>;
  close(): void;
}

/** A client of each service behind the address of the compression service. */
export interface Clients extends SharedClients {
  readonly compression: Client<CompressionServiceService>;
}

/** A client of each service behind the address of the diagnosis service. */
export interface DiagnosisClients extends SharedClients {
  readonly diagnosis: Client<DiagnosisServiceService>;
}

/** Clients of the compression service, which connect at their first call. @param address `host:port` */
export function connectClients(address: string): Clients {
  const compression = connect(address, CompressionServiceService);
  return { compression, ...connectShared(address, compression) };
}

/** Clients of the diagnosis service, which connect at their first call. @param address `host:port` */
export function connectDiagnosis(address: string): DiagnosisClients {
  const diagnosis = connect(address, DiagnosisServiceService);
  return { diagnosis, ...connectShared(address, diagnosis) };
}

/** @param own the client of the area's own service, closed with the others */
function connectShared(address: string, own: { close(): void }): SharedClients {
  const jobs = connect(address, JobServiceService);
  const artifacts = connect(address, ArtifactServiceService);
  const models = connect(address, ModelServiceService);
  const inference = connect(address, GRPCInferenceServiceService);
  const admin = connect(address, AdminServiceService);
  const close = () => {
    for (const client of [own, jobs, artifacts, models, inference, admin]) client.close();
  };
  return { jobs, artifacts, models, inference, admin, close };
}
