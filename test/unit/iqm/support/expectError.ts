import assert from 'node:assert/strict';
import { IqmError, type IqmErrorKind } from '../../../../src/iqm/errors';

/** The IqmError that `work` ends with; fails when it succeeds or throws anything else. */
export async function failureOf(work: Promise<unknown>): Promise<IqmError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof IqmError, `not an IqmError: ${String(error)}`);
    return error;
  }
  return assert.fail('was expected to fail');
}

/** Like {@link failureOf}, of one kind. */
export async function failsAs(kind: IqmErrorKind, work: Promise<unknown>): Promise<IqmError> {
  const error = await failureOf(work);
  assert.equal(error.kind, kind, error.message);
  return error;
}
