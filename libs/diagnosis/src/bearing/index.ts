export {
  bearingOrders,
  faultOrder,
  skf6205,
  type BearingFault,
  type BearingGeometry,
  type BearingOrders,
} from './orders.js';
