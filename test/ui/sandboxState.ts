import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from './workbench';

export interface SandboxState {
  readonly conversions: readonly {
    readonly id: number;
    readonly name: string;
    readonly uuid: string;
  }[];
  readonly campaigns: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: string;
    readonly conversionIds: readonly number[];
  }[];
  readonly grants: readonly { readonly accessHash: string; readonly refreshHash?: string }[];
  readonly requests: { readonly total: number; readonly counts: Record<string, number> };
}

function lockOf(workbench: Workbench): { readonly port: number; readonly controlToken: string } {
  const file = join(workbench.globalStorage, 'sandbox', 'sandbox.lock');
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof lockOf>;
}

/** Where the sandbox of the workbench's extension listens, for the API and for pixels. */
export function sandboxOrigin(workbench: Workbench): string {
  return `http://127.0.0.1:${lockOf(workbench).port}`;
}

/** Calls the control side of the sandbox that the workbench's extension runs. */
export async function sandboxControl(
  workbench: Workbench,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const { controlToken } = lockOf(workbench);
  const response = await fetch(`${sandboxOrigin(workbench)}/sandbox/${path}`, {
    headers: { 'X-Sandbox-Control': controlToken, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  assert.equal(response.ok, true, `/sandbox/${path} answered ${response.status}`);
  return response.json();
}

/** What the sandbox holds: conversions, assignments, hashes of tokens, and the requests it has seen. */
export async function sandboxState(workbench: Workbench): Promise<SandboxState> {
  const [state, requests] = await Promise.all([
    sandboxControl(workbench, 'state'),
    sandboxControl(workbench, 'requests'),
  ]);
  // The control side does not tell what the tokens' hashes are; the file does.
  const file = join(workbench.globalStorage, 'sandbox', 'sandbox.json');
  const { grants } = JSON.parse(readFileSync(file, 'utf8')) as Pick<SandboxState, 'grants'>;
  return { ...(state as object), grants, requests } as SandboxState;
}
