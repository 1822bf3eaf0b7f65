import { Complaint, invalid, invalidConversion, serverError } from './complaint';
import { scriptOf } from './conversionRows';
import { conversionOf } from './conversions';
import { ok, type Endpoints } from './endpoints';
import type { Sandbox } from './sandbox';

const WAYS = [
  ['pixel', 'pixel', 'Pixel conversion e-mail sent successfully.'],
  ['universal-pixel', 'universalPixel', 'Universal Pixel conversion e-mail sent successfully.'],
] as const;

/** Mailing a script. Nothing leaves the machine: mails go to an outbox that the control side shows. */
export function addMailing(endpoints: Endpoints, sandbox: Sandbox): void {
  for (const [segment, kind, done] of WAYS) {
    endpoints.member('POST', `/api/v3/conversion/${segment}/send-email`, ({ body, owId, user }) => {
      const conversion = conversionOf(sandbox, owId, body.int('conversionId'));
      if (conversion.kind !== kind) {
        throw invalidConversion();
      }
      const recipients = body.texts('recipients');
      if (recipients.length === 0) {
        throw invalid('recipients can not be null or empty.', 'recipients');
      }
      const stranger = recipients.find((recipient) => !/^[^\s@]+@[^\s@]+$/.test(recipient));
      if (stranger !== undefined) {
        throw new Complaint(422, [{ error: 'Invalid e-mail address.', field: 'recipients' }]);
      }
      const subject = body.trimmed('emailSubject') ?? '';
      if (subject === '') {
        throw invalid('Email subject cannot be null/blank.', 'emailSubject');
      }
      if (sandbox.switches.mailFails) {
        throw serverError();
      }
      sandbox.world.outbox.push({
        at: sandbox.now(),
        owId,
        conversionId: conversion.id,
        recipients,
        subject,
        text: (body.text('emailText') ?? '').replaceAll('${userName}', user.firstName),
        script: scriptOf(conversion) ?? '',
      });
      sandbox.changed();
      return ok(done);
    });
  }
}
