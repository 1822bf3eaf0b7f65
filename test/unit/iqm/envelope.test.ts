import assert from 'node:assert/strict';
import { openEnvelope } from '../../../src/iqm/envelope';
import { IqmError, type IqmErrorKind } from '../../../src/iqm/errors';
import { registerSecret } from '../../../src/iqm/redact';
import type { HttpAnswer } from '../../../src/iqm/transport';

function answer(status: number, body: unknown, more: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, text, bytes: text.length, ...more };
}

function refusal(status: number, body: unknown, more?: Partial<HttpAnswer>): IqmError {
  try {
    openEnvelope(answer(status, body, more));
  } catch (error) {
    assert.ok(error instanceof IqmError);
    return error;
  }
  return assert.fail('was taken for a success');
}

describe('the wrapping of answers', () => {
  it('is taken off, whichever it is', () => {
    const wrappings: [string, unknown, unknown][] = [
      ['v3 and v4', { success: true, data: [1] }, [1]],
      ['v2', { statusCode: 200, responseObject: { a: 1 } }, { a: 1 }],
      ['v2 with a status of its own', { statusCode: 201, responseObject: 'done' }, 'done'],
      ['bare OAuth', { access_token: 't' }, { access_token: 't' }],
      ['a bare list', [1, 2], [1, 2]],
      ['data that is 0', { success: true, data: 0 }, 0],
      ['data that is false', { success: true, data: false }, false],
    ];
    for (const [name, body, data] of wrappings) {
      assert.deepEqual(openEnvelope(answer(200, body)).data, data, name);
    }
  });

  it('may be missing with an empty success', () => {
    assert.equal(openEnvelope(answer(204, '')).data, undefined);
  });

  it('keeps what stands beside the data, and the server’s clock', () => {
    const envelope = openEnvelope(answer(200, { data: [], totalRecords: 4 }, { date: 5 }));
    assert.deepEqual(envelope.body, { data: [], totalRecords: 4 });
    assert.equal(envelope.date, 5);
  });
});

describe('an answer that says no', () => {
  it('is known by its status', () => {
    const kinds: [number, IqmErrorKind][] = [
      [400, 'invalid'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [404, 'notFound'],
      [405, 'methodNotAllowed'],
      [407, 'server'],
      [408, 'timeout'],
      [409, 'invalid'],
      [412, 'invalid'],
      [422, 'invalid'],
      [429, 'rateLimited'],
      [500, 'server'],
      [501, 'methodNotAllowed'],
      [503, 'server'],
    ];
    for (const [status, kind] of kinds) {
      for (const body of ['', '<html>no</html>', {}, { success: false }, { success: true }]) {
        const error = refusal(status, body);
        assert.equal(error.kind, kind, `${status} ${JSON.stringify(body)}`);
        assert.equal(error.status, status);
      }
    }
  });

  it('may come with status 200', () => {
    assert.equal(refusal(200, { success: false }).kind, 'invalid');
    assert.equal(refusal(200, { success: 'false', data: [] }).kind, 'invalid');
    assert.equal(refusal(200, { statusCode: 403, responseObject: {} }).kind, 'forbidden');
    assert.equal(refusal(200, { statusCode: 500, responseObject: {} }).kind, 'server');
  });

  it('has its complaints read from every form', () => {
    const forms: [unknown, { message: string; field?: string; reason?: string }[]][] = [
      [{ success: false, errorObjects: [{ error: 'E' }] }, [{ message: 'E' }]],
      [
        {
          success: false,
          errorObjects: [{ error: 'E', reason: 'R', field: 'name' }, { error: 'F' }],
        },
        [{ message: 'E', reason: 'R', field: 'name' }, { message: 'F' }],
      ],
      [{ errorObjects: { error: 'alone' } }, [{ message: 'alone' }]],
      [{ errorObjects: ['text'] }, [{ message: 'text' }]],
      [{ errorObjects: [{ reason: 'only a reason' }] }, [{ message: 'only a reason' }]],
      [{ success: false, error: 'pulse' }, [{ message: 'pulse' }]],
      [
        { statusCode: 412, responseObject: { errorMsg: 'M', errorCode: 412, errorField: 'f' } },
        [{ message: 'M', field: 'f' }],
      ],
      [{ error: 'invalid_client', error_description: 'Bad' }, [{ message: 'Bad' }]],
      [{ error: 'invalid_client' }, [{ message: 'invalid_client' }]],
      [{ message: 'plain' }, [{ message: 'plain' }]],
      [{ errorObjects: [null, 7, {}, [], ''] }, []],
      [{ errorObjects: 'nonsense' }, [{ message: 'nonsense' }]],
      ['<html>', []],
    ];
    for (const [body, details] of forms) {
      const found = refusal(400, body).details.filter(({ message }) => message !== '');
      assert.deepEqual(found, details, JSON.stringify(body));
    }
  });

  it('tells an account on hold with reason and support address', () => {
    const error = refusal(400, {
      success: false,
      data: { status: 'On Hold', reason: 'Unpaid invoice.', supportEmail: 'support@iqm.com' },
      errorObjects: [{ error: 'User is not allowed', reason: 'No active organization.' }],
    });
    assert.equal(error.kind, 'onHold');
    assert.equal(error.supportEmail, 'support@iqm.com');
    assert.match(error.message, /^This IQM account is on hold\. IQM: Unpaid invoice\./);
    assert.deepEqual(
      error.details.map(({ message }) => message),
      ['Unpaid invoice.', 'User is not allowed'],
    );
  });

  it('does not offer a support address that is something else', () => {
    for (const supportEmail of ['javascript:alert(1)', '[x](command:y)', 'a b@c.d', 7, null]) {
      const error = refusal(400, { data: { status: 'On Hold', supportEmail } });
      assert.equal(error.supportEmail, undefined);
    }
  });

  it('says how long to wait, in seconds or until a date', () => {
    assert.equal(refusal(429, '', { retryAfter: '12' }).retryAfterSeconds, 12);
    assert.equal(refusal(429, '', { retryAfter: 'soon' }).retryAfterSeconds, undefined);
    assert.equal(refusal(429, '').retryAfterSeconds, undefined);
    const past = new Date(Date.now() - 5_000).toUTCString();
    assert.equal(refusal(429, '', { retryAfter: past }).retryAfterSeconds, 0);
    const seconds = refusal(429, '', { retryAfter: new Date(Date.now() + 60_000).toUTCString() });
    assert.ok(seconds.retryAfterSeconds! > 30 && seconds.retryAfterSeconds! <= 60);
  });

  it('is shown as one short line without secrets and without links', () => {
    registerSecret('s3cr3t-value');
    const error = refusal(422, {
      errorObjects: [
        { error: `Bad\n\u202e\u0007 [click](command:evil) s3cr3t-value ${'x'.repeat(100_000)}` },
      ],
    });
    assert.ok(error.message.length < 1000);
    assert.doesNotMatch(error.message, /\]\(|s3cr3t|[\n\u0007\u202e]/u);
  });
});

describe('a success that is not IQM’s', () => {
  it('is malformed', () => {
    for (const text of [
      '<html>Welcome to the hotel',
      '{"success":true,"data":[',
      '"text"',
      '7',
      'null',
      '[1,',
    ]) {
      assert.equal(refusal(200, text).kind, 'malformed', text);
    }
  });

  it('may be nested as deep as it likes', () => {
    const depth = 200_000;
    const text = `{"data":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    try {
      openEnvelope(answer(200, text));
    } catch (error) {
      assert.ok(error instanceof IqmError);
    }
  });
});
