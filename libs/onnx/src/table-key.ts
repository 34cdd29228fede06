/** The metadata of a file that say, as JSON, how the network reads the columns of a table. */
export const tableKey = 'polymath.table';

/** The values by which a file itself standardises the columns, (value - mean) / deviation, before the network reads them. */
export const standardization = {
  centred: '/standardization/centred',
  output: '/standardization/output',
} as const;
