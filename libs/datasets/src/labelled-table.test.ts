import { gzipSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { readLabelledTable, selectRows } from './labelled-table.js';
import { classesOf, classNumbers, columnsOf, standardized } from './table-columns.js';

const read = (text: string, label?: string) => readLabelledTable(Buffer.from(text), label);

function refusal(act: () => unknown) {
  try {
    act();
  } catch (error) {
    const { kind, message } = PolymathError.from(error);
    return { kind, message };
  }
  throw new Error('it was read');
}

describe('readLabelledTable', () => {
  it.each([
    ['with a header', 'a,b,class\n1,2,x\n3,4.5,y\n', ['a', 'b']],
    ['without one', '1,2,x\n3,4.5,y', ['1', '2']],
    [
      'with semicolons, spaces and a mark of its encoding',
      '\uFEFFa; b;class\r\n 1; 2;x\r\n3;4.5; y\r\n',
      ['a', 'b'],
    ],
    ['with tabs and quotes', 'a\tb\tclass\n1\t2\t"x"\n\n3\t4.5\ty\n', ['a', 'b']],
  ])('reads a table %s', (_, text, columns) => {
    const table = read(text);
    expect(table).toMatchObject({ count: 2, columns, labels: ['x', 'y'] });
    expect([...table.features]).toEqual([1, 2, 3, 4.5]);
  });

  it('unpacks gzip', () => {
    expect(readLabelledTable(gzipSync('1,2\n3,4\n')).labels).toEqual(['2', '4']);
  });

  it('takes the class from the column that is named or numbered', () => {
    const text = 'kind,a,b\nT,1,2\n';
    for (const label of ['kind', '1']) {
      expect(read(text, label)).toMatchObject({ columns: ['a', 'b'], labels: ['T'] });
    }
    expect(read('T,1,2', '1')).toMatchObject({ columns: ['2', '3'], labels: ['T'] });
  });

  it('prefers a name that is a number', () => {
    expect(read('x,y\n1,2', 'y').labels).toEqual(['2']);
  });

  it.each<[string, string, string, string, string | undefined]>([
    [
      'a word among the features',
      '1,2,x\n3,oops,y',
      'corrupt-data',
      'CSV file: line 2, column 2: expected a number, got "oops"',
      undefined,
    ],
    [
      'a missing value',
      'a,b,c\n,2,x',
      'corrupt-data',
      'CSV file: line 2, column a: expected a number, got ""',
      undefined,
    ],
    [
      'rows of different lengths',
      '1,2,x\n3,y',
      'corrupt-data',
      'CSV file: Invalid Record Length: expect 3, got 2 on line 2',
      undefined,
    ],
    ['a header alone', 'a,b\n', 'corrupt-data', 'CSV file: it has a header and no rows', undefined],
    ['nothing', '\n', 'corrupt-data', 'CSV file: it has no rows', undefined],
    [
      'one column',
      '1\n2\n',
      'corrupt-data',
      'CSV file: expected a class and at least one feature, got one column',
      undefined,
    ],
    [
      'a column that there is not',
      'a,b\n1,2',
      'invalid-input',
      'no column is named z; there are a, b',
      'z',
    ],
    [
      'a number that no column has',
      '1,2',
      'invalid-input',
      'no column is named 3; there are 1, 2',
      '3',
    ],
  ])('refuses %s', (_, text, kind, message, label) => {
    expect(refusal(() => read(text, label))).toEqual({ kind, message });
  });

  it('refuses gzip that is cut off', () => {
    const file = gzipSync('1,2\n3,4\n').subarray(0, 15);
    expect(refusal(() => readLabelledTable(file))).toMatchObject({
      kind: 'corrupt-data',
      message: 'CSV file: cannot unpack its gzip',
    });
  });
});

describe('selectRows', () => {
  it('takes rows with their classes', () => {
    const part = selectRows(read('1,2,x\n3,4,y\n5,6,z'), 1, 2);
    expect(part).toMatchObject({ count: 2, labels: ['y', 'z'] });
    expect([...part.features]).toEqual([3, 4, 5, 6]);
  });
});

describe('columnsOf', () => {
  it('gives mean and standard deviation as by hand, and 1 for a column that says nothing', () => {
    // (1, 3, 5): mean 3, variance (4 + 0 + 4) / 3
    const columns = columnsOf(read('1,7,b\n3,7,a\n5,7,b'));
    expect(columns).toEqual({
      mean: [3, 7],
      standardDeviation: [Math.sqrt(8 / 3), 1],
      classes: ['a', 'b'],
    });
  });

  it('orders classes by number where all are numbers', () => {
    expect(classesOf({ labels: ['10', '9', '2', '9'] })).toEqual(['2', '9', '10']);
    expect(classesOf({ labels: ['10', '9', 'a'] })).toEqual(['10', '9', 'a']);
  });
});

describe('standardized', () => {
  it('leaves mean 0 and variance 1 of the rows that it was measured on', () => {
    const table = read('1,8,b\n3,7,a\n5,3,b');
    const values = standardized(table, columnsOf(table));
    for (const column of [0, 1]) {
      const own = [0, 1, 2].map((row) => values[2 * row + column]!);
      expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 5);
      expect(own.reduce((a, b) => a + b * b, 0)).toBeCloseTo(3, 5);
    }
  });

  it('refuses a table of another width', () => {
    const act = () => standardized(read('1,2,x'), { mean: [0], standardDeviation: [1] });
    expect(act).toThrow('expected a table of as many features as 1 means and 1 deviations, got 2');
  });
});

describe('classNumbers', () => {
  it('numbers classes as the network does, and refuses others', () => {
    expect([...classNumbers({ labels: ['b', 'a', 'b'] }, ['a', 'b'])]).toEqual([1, 0, 1]);
    expect(() => classNumbers({ labels: ['c'] }, ['a', 'b'])).toThrow(
      "class c is none of the network's: a, b",
    );
  });
});
