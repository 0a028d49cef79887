import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/detect/findings.ts';
import { mergeFindings } from '../../../src/core/detect/merge-findings.ts';
import type { EntityType } from '../../../src/core/entity.ts';
import { createTextView, readText } from '../../../src/core/text/text-view.ts';

const view = createTextView();
const finding = (start: number, end: number, entity: EntityType, known = -1): Finding => ({
  start,
  end,
  entity,
  known,
});

function merge(...list: Finding[]): readonly Finding[] {
  readText(view, 'rg 12.345.678-9 ssp sp e mais nada');
  mergeFindings(list, view);
  return list;
}

describe('findings that overlap', () => {
  it('become one that covers both, of the type of the longer', () => {
    expect(merge(finding(3, 15, 'RG'), finding(10, 30, 'LOCATION'))).toEqual([finding(3, 30, 'LOCATION')]);
  });

  it('are no unknown identifier where one of them says more of at least half of it', () => {
    expect(merge(finding(3, 22, 'OTHER_ID'), finding(3, 15, 'RG'))).toEqual([finding(3, 22, 'RG')]);
    expect(merge(finding(3, 15, 'RG'), finding(4, 22, 'OTHER_ID'))).toEqual([finding(3, 22, 'RG')]);
    expect(merge(finding(3, 30, 'OTHER_ID'), finding(3, 15, 'DATE'))).toEqual([finding(3, 30, 'OTHER_ID')]);
  });

  it('are the known value that nothing but marks is added to', () => {
    expect(merge(finding(3, 15, 'OTHER_ID', 0), finding(3, 15, 'RG'))).toEqual([finding(3, 15, 'OTHER_ID', 0)]);
    expect(merge(finding(3, 15, 'RG', 0), finding(3, 19, 'OTHER_ID'))[0]).toMatchObject({ known: -1, end: 19 });
  });

  it('that only touch stay two', () => {
    expect(merge(finding(3, 15, 'RG'), finding(15, 19, 'LOCATION'))).toHaveLength(2);
  });
});
