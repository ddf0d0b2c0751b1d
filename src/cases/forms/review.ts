import { parties, type Share } from '../../../workflows/attribution/causes.js';
import { type RootCause, rootCauses } from '../../../workflows/attribution/root-causes.js';
import { type Command, type CommandOf, legalSteps } from '../../../workflows/collection-case/commands.js';
import { type Ground, grounds } from '../../../workflows/evidence/grounds.js';
import { cents } from '../../../workflows/money.js';
import { causes } from '../../../workflows/policy.js';
import { type Seat, seats } from '../../../workflows/review-board/seats.js';
import { choices } from '../../../workflows/review-board/tally.js';
import { Amount, BusinessDate, Id, ListOf, Login, Name, OneOf, Share as SharePercent, Text, WholeNumber } from '../../platform/shapes.js';
import { ChangesForm } from './follow-up.js';
import { type CommandForm, given } from './form.js';
import { Inner } from './inner.js';
import { NewFactForm, namedFact } from './new-fact.js';
import { CaseIds } from './several-cases.js';

export class Docket implements CommandForm {
  @OneOf(['docket']) type!: 'docket';
  @Text({ optional: true, min: 0, description: 'Needed up to 90 overdue days' }) reason?: string;
  @Inner(() => NewFactForm, { optional: true }) newFact?: NewFactForm;

  command(): Command {
    return given({ ...this, newFact: this.newFact && namedFact(this.newFact) });
  }
}

export class CastVote implements CommandForm {
  @OneOf(['castVote']) type!: 'castVote';
  @OneOf(choices) choice!: CommandOf<'castVote'>['choice'];
  @Text({ min: 0 }) reason!: string;
  @WholeNumber({ min: 1, max: 12, optional: true }) graceMonths?: number;
  @BusinessDate({ optional: true }) nextReviewOn?: string;
  @OneOf(seats, { optional: true, description: 'For a person who may sit in several' }) forSeat?: Seat;

  command(): Command {
    return given({ ...this });
  }
}

export class Recuse implements CommandForm {
  @OneOf(['recuse']) type!: 'recuse';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class RecordLegalStep implements CommandForm {
  @OneOf(['recordLegalStep']) type!: 'recordLegalStep';
  @OneOf(legalSteps) step!: CommandOf<'recordLegalStep'>['step'];
  @BusinessDate() on!: string;
  @Amount({ optional: true, description: 'Cost, or amount claimed' }) amount?: string;
  @Name({ max: 200, optional: true, description: 'Agency or law firm, with its mandate' }) agency?: string;
  @Text({ optional: true }) note?: string;

  command(): Command {
    const { amount, ...said } = this;
    return given({ ...said, amountCents: amount === undefined ? undefined : cents(amount) });
  }
}

export class ExhaustLegalAction implements CommandForm {
  @OneOf(['exhaustLegalAction']) type!: 'exhaustLegalAction';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class AcceptEvidence implements CommandForm {
  @OneOf(['acceptEvidence']) type!: 'acceptEvidence';
  @Id() evidence!: string;

  command(): Command {
    return { ...this };
  }
}

export class WithdrawEvidence implements CommandForm {
  @OneOf(['withdrawEvidence']) type!: 'withdrawEvidence';
  @Id() evidence!: string;
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class RequestEvidence implements CommandForm {
  @OneOf(['requestEvidence']) type!: 'requestEvidence';
  @OneOf(grounds, { optional: true }) ground?: Ground;
  @Text({ optional: true }) note?: string;
  @BusinessDate({ optional: true }) neededBy?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class ApproveWriteOff implements CommandForm {
  @OneOf(['approveWriteOff']) type!: 'approveWriteOff';
  @Text({ optional: true }) note?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class RejectWriteOff implements CommandForm {
  @OneOf(['rejectWriteOff']) type!: 'rejectWriteOff';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class PostWriteOff implements CommandForm {
  @OneOf(['postWriteOff']) type!: 'postWriteOff';
  @Name({ max: 100 }) voucherNo!: string;
  @OneOf(rootCauses, { optional: true, description: 'May be left out where the accepted evidence says it' }) rootCause?: RootCause;

  command(): Command {
    return given({ ...this });
  }
}

export class ReverseWriteOff implements CommandForm {
  @OneOf(['reverseWriteOff']) type!: 'reverseWriteOff';
  @Name({ max: 100, optional: true, description: 'From the AR clerk, who asks for it' }) voucherNo?: string;
  @Text({ optional: true }) reason?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class WaiveSmallBalance implements CommandForm {
  @OneOf(['waiveSmallBalance']) type!: 'waiveSmallBalance';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class ShareForm {
  @OneOf(parties) party!: Share['party'];
  @Login({ optional: true, description: 'For sales, finance and legal' }) person?: string;
  @OneOf(causes) cause!: Share['cause'];
  @SharePercent() share!: number;
  @Text({ optional: true }) note?: string;
}

abstract class WithShares {
  @ListOf(() => ShareForm, { max: 20 }) shares!: ShareForm[];
  @CaseIds('The same shares for these cases of the customer, too') cases?: string[];
  @Text({ optional: true }) reason?: string;

  protected said(): { shares: Share[]; reason: string } {
    const shares = this.shares.map(({ share, ...rest }) => given({ ...rest, shareHundredths: Math.round(share * 100) }));
    return given({ shares, reason: this.reason }) as { shares: Share[]; reason: string };
  }
}

export class ProposeAttribution extends WithShares implements CommandForm {
  @OneOf(['proposeAttribution']) type!: 'proposeAttribution';

  command(): Command {
    return { type: this.type, ...this.said() };
  }
}

export class DecideAttribution extends WithShares implements CommandForm {
  @OneOf(['decideAttribution']) type!: 'decideAttribution';

  command(): Command {
    return { type: this.type, ...this.said() };
  }
}

export class AcceptAttribution implements CommandForm {
  @OneOf(['acceptAttribution']) type!: 'acceptAttribution';

  command(): Command {
    return { ...this };
  }
}

export class ContestAttribution implements CommandForm {
  @OneOf(['contestAttribution']) type!: 'contestAttribution';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class AppealAttribution implements CommandForm {
  @OneOf(['appealAttribution']) type!: 'appealAttribution';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class CorrectFacts implements CommandForm {
  @OneOf(['correctFacts']) type!: 'correctFacts';
  @Inner(() => ChangesForm) changes!: ChangesForm;
  @Text() reason!: string;

  command(): Command {
    const { amount, ...changes } = this.changes;
    return {
      type: this.type,
      reason: this.reason,
      changes: given({ ...changes, amountCents: amount === undefined ? undefined : cents(amount) }),
    };
  }
}

export class ConfirmCorrection implements CommandForm {
  @OneOf(['confirmCorrection']) type!: 'confirmCorrection';
  @WholeNumber({ min: 1, max: 100_000 }) correction!: number;

  command(): Command {
    return { ...this };
  }
}

export class Cancel implements CommandForm {
  @OneOf(['cancel']) type!: 'cancel';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}
