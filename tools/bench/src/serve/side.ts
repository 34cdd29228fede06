/** A service that is measured. */
export interface Side {
  /** Where it answers the Open Inference Protocol, `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}
