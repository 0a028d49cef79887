import { readFileSync } from 'node:fs';
import { OVERVIEW_FILE } from '../../deploy/grafana/overview.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: Place;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly {
    readonly expr: string;
    readonly refId: string;
    readonly instant?: boolean;
    readonly range?: boolean;
  }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly query: unknown }[];
  };
}

/** The committed dashboard. */
export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(OVERVIEW_FILE, 'utf8')) as Dashboard;
}
