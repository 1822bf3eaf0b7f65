import assert from 'node:assert/strict';
import { IqmError } from '../../../src/iqm/errors';
import { faultOf, mayBeDone, mayBeUnderWay } from '../../../src/iqm/faults';
import { FetchError } from 'node-fetch';

const coded = (code: string): Error =>
  Object.assign(new Error(`${code} https://h/?token=secret`), { code });

describe('what a failed exchange means', () => {
  it('is a sentence for each fault of the network and of certificates', () => {
    const faults: [string, IqmError['kind'], RegExp][] = [
      ['ENOTFOUND', 'offline', /^h cannot be reached: its name is not known/],
      ['EAI_AGAIN', 'offline', /does not look names up/],
      ['ECONNREFUSED', 'offline', /refuses the connection/],
      ['ECONNRESET', 'offline', /the connection broke/],
      ['EHOSTUNREACH', 'offline', /no way to it/],
      ['ERR_STREAM_PREMATURE_CLOSE', 'offline', /in the middle of the answer/],
      ['EPROTO', 'offline', /does not speak TLS/],
      ['ETIMEDOUT', 'timeout', /did not answer in time/],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', /^The certificate of h is self-signed/],
      ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', /does not trust/],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', /without the certificate of its issuer/],
      ['CERT_HAS_EXPIRED', 'certificate', /has expired/],
      ['CERT_NOT_YET_VALID', 'certificate', /not valid yet/],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', /belongs to another host/],
      ['HPE_INVALID_CONSTANT', 'malformed', /damaged/],
      ['Z_DATA_ERROR', 'malformed', /damaged/],
      ['EWHATEVER', 'offline', /^h cannot be reached\. Check/],
    ];
    for (const [code, kind, message] of faults) {
      const wrapped = new FetchError(
        `request to https://h/?token=secret failed`,
        'system',
        coded(code) as never,
      );
      for (const error of [
        faultOf(coded(code), 'h'),
        faultOf(wrapped, 'h'),
        faultOf(new Error('x', { cause: coded(code) }), 'h'),
      ]) {
        assert.equal(error.kind, kind, code);
        assert.match(error.message, message);
        assert.equal(error.code, code);
        assert.doesNotMatch(`${JSON.stringify(error)} ${error.stack}`, /secret/);
      }
    }
    const several = Object.assign(new Error(), {
      errors: [coded('ECONNREFUSED'), coded('ENETUNREACH')],
    });
    assert.equal(faultOf(several, 'h').code, 'ECONNREFUSED');
  });

  it('is told of anything that can be thrown', () => {
    for (const thrown of [
      undefined,
      null,
      'text',
      7,
      {},
      new Error('x'),
      Object.assign(new Error(), { code: 7 }),
    ]) {
      assert.equal(faultOf(thrown, 'h').kind, 'offline');
    }
    const circular = new Error('round');
    circular.cause = circular;
    assert.equal(faultOf(circular, 'h').kind, 'offline');
    const own = new IqmError('cancelled', 'x');
    assert.equal(faultOf(own, 'h'), own);
  });
});

describe('whether a request may be done although it failed', () => {
  it('is denied only where IQM answered no or was never reached', () => {
    const sure = [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ];
    const open = [
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ERR_STREAM_PREMATURE_CLOSE',
      'HPE_INVALID_CONSTANT',
      'EWHATEVER',
    ];
    assert.deepEqual(
      sure.filter((code) => mayBeDone(faultOf(coded(code), 'h'))),
      [],
    );
    assert.deepEqual(
      open.filter((code) => !mayBeDone(faultOf(coded(code), 'h'))),
      [],
    );
    for (const kind of [
      'unauthorized',
      'forbidden',
      'notFound',
      'invalid',
      'rateLimited',
      'onHold',
      'insecure',
    ] as const) {
      assert.equal(mayBeDone(new IqmError(kind, 'x')), false, kind);
    }
    for (const kind of [
      'timeout',
      'server',
      'malformed',
      'tooLarge',
      'cancelled',
      'redirected',
    ] as const) {
      assert.equal(mayBeDone(new IqmError(kind, 'x')), true, kind);
    }
  });

  it('is still open after a timeout, ours or a gateway’s', () => {
    assert.equal(mayBeUnderWay(new IqmError('timeout', 'x')), true);
    assert.equal(mayBeUnderWay(new IqmError('server', 'x', { status: 504 })), true);
    assert.equal(mayBeUnderWay(new IqmError('server', 'x', { status: 500 })), false);
  });
});
