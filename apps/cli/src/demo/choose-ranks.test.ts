import { describe, expect, it } from 'vitest';
import { chooseRanks, explainRanks, rankChoices } from './choose-ranks.js';

const measured = (accuracies: number[]) => {
  const rest = [...accuracies];
  return chooseRanks(() => Promise.resolve(rest.shift() ?? 0.95));
};

describe('chooseRanks', () => {
  it('keeps EVBMF where its student lies in the wanted range', async () => {
    const { chosen, tried } = await measured([0.7]);
    expect(chosen.choice.name).toBe('EVBMF ranks');
    expect(tried).toHaveLength(1);
  });

  it('takes the first choice that lies in it', async () => {
    const { chosen } = await measured([0.92, 0.3, 0.6]);
    expect(chosen.choice).toBe(rankChoices[2]);
  });

  it('takes the one nearest to the middle when none does', async () => {
    const { chosen, tried } = await measured([0.92, 0.3, 0.48]);
    expect(tried).toHaveLength(rankChoices.length);
    expect(chosen.accuracy).toBe(0.48);
  });
});

describe('explainRanks', () => {
  it('says which ranks, and why not the others', async () => {
    expect(explainRanks(await measured([0.92, 0.6])).split('\n')).toEqual([
      'Ranks: fixed ranks conv2 (3, 4), conv3 (7, 11)',
      'Chosen by the accuracy before fine-tuning, on validation images:',
      '  EVBMF ranks: 92.0 %, outside 50 to 85 %',
      '  fixed ranks conv2 (3, 4), conv3 (7, 11): 60.0 %',
    ]);
  });
});
