import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import * as v from 'valibot';
import { bodyText } from './bodyText';
import { Complaint } from './complaint';
import { faultSchema } from './faults';
import type { Env } from './guard';
import type { Sandbox } from './sandbox';
import { changeSwitches, switchChangeSchema } from './switches';

export interface ControlKeys {
  /** Opens the control endpoints, as header `X-Sandbox-Control`. */
  readonly controlToken: string;
  /** Shared with other windows by the lock file; see {@link proofOf}. */
  readonly nonce: string;
}

const faultsSchema = v.strictObject({
  /** First removes all faults and puts all switches back. */
  clear: v.optional(v.boolean()),
  /** Queued behind those that wait already. */
  faults: v.optional(v.array(faultSchema)),
  switches: v.optional(switchChangeSchema),
  /** Ends tokens now: access tokens only, or refresh tokens as well. */
  expireTokens: v.optional(v.picklist(['access', 'all'])),
});

const resetSchema = v.strictObject({ keepSessions: v.optional(v.boolean(), false) });

/** The sandbox's own endpoints, which no IQM has: looking into it, and making it fail. For tests and for its owner. */
export function addControl(
  app: Hono<Env>,
  sandbox: Sandbox,
  { controlToken, nonce }: ControlKeys,
): void {
  // The one endpoint without a token: windows ask it whom they talk to before they send theirs.
  app.get('/sandbox/hello', (c) =>
    c.json({ service: 'iqm-sandbox', proof: proofOf(nonce, c.req.query('challenge') ?? '') }),
  );

  app.use('/sandbox/*', async (c, next) => {
    if (!equal(c.req.header('x-sandbox-control') ?? '', controlToken)) {
      throw new Complaint(403, 'The header X-Sandbox-Control does not hold the control token.');
    }
    await next();
  });

  app.get('/sandbox/state', (c) => {
    const { grants, outbox, hits, ...world } = sandbox.world;
    return c.json({
      ...world,
      signIns: grants.map(({ email, issued, expires }) => ({ email, issued, expires })),
      outbox: outbox.length,
      hits: hits.length,
    });
  });
  app.get('/sandbox/hits', (c) => c.json(sandbox.world.hits));
  app.get('/sandbox/outbox', (c) => c.json(sandbox.world.outbox));
  app.get('/sandbox/requests', (c) => c.json(sandbox.requests.toJSON()));
  app.get('/sandbox/faults', (c) =>
    c.json({ faults: sandbox.faults.waiting, switches: sandbox.switches }),
  );

  app.post('/sandbox/faults', async (c) => {
    const { clear, faults, switches, expireTokens } = await read(c, faultsSchema);
    if (clear) {
      sandbox.repair();
    }
    sandbox.faults.add(faults ?? []);
    sandbox.turn(changeSwitches(sandbox.switches, switches ?? {}));
    if (expireTokens) {
      sandbox.tokens.expire(expireTokens);
      sandbox.changed();
    }
    return c.json({ faults: sandbox.faults.waiting, switches: sandbox.switches });
  });

  app.post('/sandbox/reset', async (c) => {
    sandbox.reset(await read(c, resetSchema));
    return c.json({ ok: true });
  });
}

/** What proves to somebody who knows the nonce that the other side knows it too, without telling it. */
export function proofOf(nonce: string, challenge: string): string {
  return createHmac('sha256', nonce).update(challenge).digest('base64url');
}

async function read<S extends v.GenericSchema>(
  c: Context<Env>,
  schema: S,
): Promise<v.InferOutput<S>> {
  const text = await bodyText(c);
  let body: unknown;
  try {
    body = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch {
    throw new Complaint(400, 'Malformed JSON request.');
  }
  const result = v.safeParse(schema, body);
  if (!result.success) {
    throw new Complaint(
      422,
      result.issues.map((issue) => ({
        error: issue.message,
        field: v.getDotPath(issue) ?? '',
      })),
    );
  }
  return result.output;
}

function equal(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
