import assert from 'node:assert/strict';
import { CAMPAIGNS_CONFLICTS } from './conflicts/campaigns';
import { CREATING_CONFLICTS } from './conflicts/creating';
import { READING_CONFLICTS } from './conflicts/reading';
import { SIGN_IN_CONFLICTS } from './conflicts/signIn';
import { Stage } from './conflicts/stage';
import { TestServer } from './support/server';

/*
 * IQM's public documents contradict each other in 43 places. Each row is one of them: what the sources say, and the
 * proof that the client gets along with every one of these forms.
 */
const ROWS = {
  ...SIGN_IN_CONFLICTS,
  ...READING_CONFLICTS,
  ...CREATING_CONFLICTS,
  ...CAMPAIGNS_CONFLICTS,
};

describe('where IQM’s documents contradict each other', () => {
  let server: TestServer;
  before(async () => (server = await TestServer.start(() => ({ json: {} }))));
  after(() => server.close());

  it('has a row for every contradiction', () => {
    assert.deepEqual(
      Object.keys(ROWS).map(Number),
      Array.from({ length: 43 }, (_, i) => i + 1),
    );
  });

  for (const [number, { topic, copes }] of Object.entries(ROWS)) {
    it(`${number}. ${topic}`, async () => {
      server.seen.length = 0;
      await copes(new Stage(server));
    });
  }
});
