import { Hono } from 'hono';
import { addAssigning } from './assigning';
import { addCampaigns } from './campaigns';
import { Complaint, serverError } from './complaint';
import { addControl, type ControlKeys } from './control';
import { addConversionChanges } from './conversionChanges';
import { addConversionCreation } from './conversionCreation';
import { addConversionLists } from './conversionLists';
import { addConversionReads } from './conversionReads';
import { Endpoints } from './endpoints';
import { guard, type Env } from './guard';
import { addMailing } from './mailing';
import { addMfa } from './mfa';
import { addOrganizations } from './organizations';
import { addPerformance } from './performance';
import { addPixels } from './pixels';
import { addProfile } from './profile';
import type { Sandbox } from './sandbox';
import { addSignIn } from './signIn';
import { addStaticLists } from './staticLists';
import { traffic } from './traffic';

/**
 * The whole server as one function from request to answer.
 *
 * @param log told of errors that are the sandbox's own
 */
export function createApp(
  sandbox: Sandbox,
  keys: ControlKeys,
  log: (line: string) => void,
): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => {
    if (!(error instanceof Complaint)) {
      log(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
    }
    const complaint = error instanceof Complaint ? error : serverError();
    return c.json(
      complaint.bodyFor(c.req.path),
      complaint.status,
      complaint.particulars.headers ?? {},
    );
  });
  app.notFound((c) => c.json(new Complaint(404, 'Not found').bodyFor(c.req.path), 404));
  app.use(guard);
  app.use('/api/*', traffic(sandbox));
  addPixels(app, sandbox);
  addControl(app, sandbox, keys);

  const endpoints = new Endpoints(app, sandbox);
  for (const add of [
    addSignIn,
    addMfa,
    addOrganizations,
    addProfile,
    addStaticLists,
    addConversionReads,
    addConversionLists,
    addConversionCreation,
    addConversionChanges,
    addMailing,
    addAssigning,
    addCampaigns,
    addPerformance,
  ]) {
    add(endpoints, sandbox);
  }
  return app;
}
