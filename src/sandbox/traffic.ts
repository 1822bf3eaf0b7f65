import { setTimeout as delay } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import { Complaint } from './complaint';
import { AFTERWARDS, INSTEAD, tooMany } from './faultEffects';
import type { Env } from './guard';
import { respell } from './oldSpellings';
import type { RequestRecord } from './requestLog';
import type { Sandbox } from './sandbox';

/** What every API request goes through: the log, the rate limit, the faults, and the spelling of its answer. */
export function traffic(sandbox: Sandbox): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { method, path } = c.req;
    const record: RequestRecord = { at: sandbox.now(), method, path, status: 0 };
    sandbox.requests.add(record);
    const turnedAway = sandbox.rateLimit.admit(sandbox.now());
    if (turnedAway) {
      record.status = 429;
      throw tooMany(sandbox.switches.rateLimit.retryAfter ? turnedAway.waitMs / 1000 : undefined);
    }
    const { delayMs, fault } = sandbox.faults.take(method, path);
    const wait = sandbox.switches.latencyMs + delayMs;
    if (wait > 0) {
      await delay(wait, undefined, { ref: false });
    }
    const instead = fault?.performed === false ? INSTEAD[fault.kind] : undefined;
    if (fault && instead) {
      try {
        await instead(c, fault);
      } catch (error) {
        if (error instanceof Complaint) {
          record.status = error.status;
        }
        throw error;
      }
    } else {
      await next();
      const { oldSpellings } = sandbox.switches;
      if (oldSpellings.length > 0) {
        const body: unknown = await c.res.json();
        c.res = new Response(JSON.stringify(respell(body, oldSpellings)), c.res);
      }
      if (fault) {
        await AFTERWARDS[fault.kind]?.(c, fault);
      }
    }
    record.status = c.env.incoming.socket.destroyed ? 0 : c.res.status;
  };
}
