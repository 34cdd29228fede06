export {
  adjustLevels,
  levelDefaults,
  momentsOf,
  type LevelSettings,
  type Scale,
} from './levels.js';
export {
  learnProjection,
  project,
  type Projection,
  type ProjectionSettings,
} from './projection.js';
export {
  checkWindows,
  rowOf,
  selectRows,
  selectWindows,
  type LabelledWindows,
  type Rows,
  type Segments,
  type Windows,
} from './rows.js';
export { drawSegments } from './segments.js';
