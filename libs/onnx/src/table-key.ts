/** The metadata of a file that say, as JSON, how the network reads the columns of a table. */
export const tableKey = 'polymath.table';
