export {
  cutWindows,
  labelledWindows,
  type Origin,
  type Recording,
  type Target,
  type WindowSet,
  type WindowSettings,
} from './recording.js';
export { WindowStream, type StreamedWindow } from './window-stream.js';
