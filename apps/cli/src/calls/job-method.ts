import { toBinary, type DescMessage, type DescMethod, type MessageShape } from '@bufbuild/protobuf';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';

const jobType = 'polymath.jobs.v1.Job';

/** Whether a method makes a job: its response has one. */
export function isJobMethod({ output }: DescMethod): boolean {
  return output.field['job']?.message?.typeName === jobType;
}

/** The job of the response of such a method. */
export function jobOf({ output }: DescMethod, response: MessageShape<DescMessage>): Job {
  const desc = output.field['job']!.message!;
  const job = (response as unknown as { job: MessageShape<DescMessage> }).job;
  return Job.decode(toBinary(desc, job));
}
