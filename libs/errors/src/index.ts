export {
  PolymathError,
  errorKinds,
  invalidFields,
  type ErrorDetails,
  type ErrorKind,
  type FieldViolation,
} from './polymath-error.js';
