import { hashAt, type VersionMove, without } from './move.js';

/** Before 2019-02-19: `verification` with one list instead of `requirements`, and `legal_entity.type` instead of `business_type`. */
export const accountVerification: VersionMove = {
  since: '2019-02-19',
  object: 'account',
  downgrade(fields) {
    const requirements = hashAt(fields, 'requirements');
    const reason = requirements['disabled_reason'];
    return {
      ...without(fields, 'business_type', 'future_requirements', 'requirements'),
      legal_entity: { type: fields['business_type'] },
      verification: {
        disabled_reason: reason === 'requirements.past_due' ? 'fields_needed' : reason,
        due_by: requirements['current_deadline'],
        fields_needed: requirements['currently_due'],
      },
    };
  },
};
