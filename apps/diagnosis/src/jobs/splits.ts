import { SplitProtocol } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { leaveOneLoadOut, leaveOneSeverityOut, oneLoadToOthers, randomSplit, withinRecording, type Origin, type Split } from '@polymath/diagnosis'; // prettier-ignore

/** A split of a protocol. */
export interface ProtocolSplit {
  /** E.g. `leave one load out`; `diagnoser` for the split that the diagnoser itself learns from. */
  protocol: string;
  split: Split;
}

type Splitter = (origins: readonly Origin[], seed: number) => Split[];

/** Share of windows that teach where a protocol asks for a part of each recording: the paper's, as it is remembered. */
const share = 0.25;

const protocols = new Map<SplitProtocol, { protocol: string; splits: Splitter }>([
  [SplitProtocol.SPLIT_PROTOCOL_RANDOM, { protocol: 'random', splits: (origins, seed) => [randomSplit(origins, share, seed)] }],
  [SplitProtocol.SPLIT_PROTOCOL_WITHIN_RECORDING, { protocol: 'within recording', splits: (origins) => [withinRecording(origins, share)] }],
  [SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_LOAD_OUT, { protocol: 'leave one load out', splits: leaveOneLoadOut }],
  [SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_SEVERITY_OUT, { protocol: 'leave one severity out', splits: leaveOneSeverityOut }],
  [SplitProtocol.SPLIT_PROTOCOL_ONE_LOAD_TO_OTHERS, { protocol: 'one load to others', splits: (origins) => oneLoadToOthers(origins, origins[0]!.load) }],
]); // prettier-ignore

/** The splits of some protocols; without any, of those that the recordings allow and that are worth their time. */
export function splitsOf(
  asked: readonly SplitProtocol[],
  origins: readonly Origin[],
  seed: number,
): ProtocolSplit[] {
  const wanted = asked.length > 0 ? asked : usual(origins);
  return wanted.flatMap((number) => {
    const { protocol, splits } = protocols.get(number)!;
    return splits(origins, seed).map((split) => ({ protocol, split }));
  });
}

function usual(origins: readonly Origin[]): SplitProtocol[] {
  const { SPLIT_PROTOCOL_WITHIN_RECORDING, SPLIT_PROTOCOL_LEAVE_ONE_LOAD_OUT } = SplitProtocol;
  const loads = new Set(origins.map(({ load }) => load));
  if (loads.size < 2) return [SPLIT_PROTOCOL_WITHIN_RECORDING];
  return [SPLIT_PROTOCOL_WITHIN_RECORDING, SPLIT_PROTOCOL_LEAVE_ONE_LOAD_OUT];
}

/** What the diagnoser learns from and is calibrated on: all loads but one, or four fifths of each recording and the rest. */
export function calibrationSplit(origins: readonly Origin[], load: string): ProtocolSplit {
  const split =
    load === ''
      ? withinRecording(origins, 0.8)
      : leaveOneLoadOut(origins).find(({ name }) => name === `all but ${load}`)!;
  return { protocol: 'diagnoser', split };
}
