import {
  attemptChannels,
  attemptOutcomes,
  type Command,
  type CommandOf,
  letterChannels,
  positions,
  views,
} from '../../../workflows/collection-case/commands.js';
import { disputeOutcomes, disputeReasons } from '../../../workflows/dispute/dispute.js';
import { cents } from '../../../workflows/money.js';
import { Amount, BusinessDate, Id, ListOf, Login, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';
import { type CommandForm, given } from './form.js';
import { PositiveAmount } from './positive-amount.js';
import { CaseIds } from './several-cases.js';

export class LogAttempt implements CommandForm {
  @OneOf(['logAttempt']) type!: 'logAttempt';
  @OneOf(attemptChannels) channel!: CommandOf<'logAttempt'>['channel'];
  @BusinessDate({ description: 'At most 5 working days ago' }) on!: string;
  @OneOf(attemptOutcomes) outcome!: CommandOf<'logAttempt'>['outcome'];
  @Name({ max: 200, optional: true }) with?: string;
  @Text({ optional: true }) note?: string;
  @Id({ optional: true, description: 'A document filed as evidence' }) evidence?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class RecordPromise implements CommandForm {
  @OneOf(['recordPromise']) type!: 'recordPromise';
  @PositiveAmount() amount!: string;
  @BusinessDate() dueOn!: string;
  @Name({ max: 200, optional: true, description: 'Who of the customer gave it' }) by?: string;
  @Text({ optional: true }) note?: string;

  command(): Command {
    const { amount, ...said } = this;
    return given({ ...said, amountCents: cents(amount) });
  }
}

export class WithdrawPromise implements CommandForm {
  @OneOf(['withdrawPromise']) type!: 'withdrawPromise';
  @WholeNumber({ min: 1, max: 100_000, optional: true, description: 'The latest live one when left out' }) promise?: number;
  @Text({ optional: true }) reason?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class ReportPosition implements CommandForm {
  @OneOf(['reportPosition']) type!: 'reportPosition';
  @OneOf(positions) position!: CommandOf<'reportPosition'>['position'];
  @Text() note!: string;
  @BusinessDate({ optional: true }) expectedOn?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class Confirm implements CommandForm {
  @OneOf(['confirm']) type!: 'confirm';
  @OneOf(views) view!: CommandOf<'confirm'>['view'];
  @Amount({ description: 'Must be the balance' }) amount!: string;
  @Text({ optional: true }) note?: string;

  command(): Command {
    const { amount, ...said } = this;
    return given({ ...said, amountCents: cents(amount) });
  }
}

export class ReturnToSales implements CommandForm {
  @OneOf(['returnToSales']) type!: 'returnToSales';
  @Text() reason!: string;

  command(): Command {
    return { ...this };
  }
}

export class RaiseDispute implements CommandForm {
  @OneOf(['raiseDispute']) type!: 'raiseDispute';
  @OneOf(disputeReasons) reason!: CommandOf<'raiseDispute'>['reason'];
  @PositiveAmount() contestedAmount!: string;
  @Text() note!: string;

  command(): Command {
    const { contestedAmount, ...said } = this;
    return { ...said, contestedCents: cents(contestedAmount) };
  }
}

export class ResolveDispute implements CommandForm {
  @OneOf(['resolveDispute']) type!: 'resolveDispute';
  @OneOf(disputeOutcomes) outcome!: CommandOf<'resolveDispute'>['outcome'];
  @Amount({ optional: true, description: 'Needed for partly_upheld; the balance changes with the imported credit' })
  creditedAmount?: string;
  @Text() note!: string;

  command(): Command {
    const { creditedAmount, ...said } = this;
    return { ...said, ...(creditedAmount !== undefined && { creditedCents: cents(creditedAmount) }) };
  }
}

export class Pause implements CommandForm {
  @OneOf(['pause']) type!: 'pause';
  @BusinessDate({ optional: true, description: 'Today when left out; may lie in the past' }) from?: string;
  @BusinessDate() until!: string;
  @Text() reason!: string;

  command(): Command {
    return given({ ...this });
  }
}

export class InstalmentForm {
  @BusinessDate() dueOn!: string;
  @PositiveAmount() amount!: string;
}

export class ProposePlan implements CommandForm {
  @OneOf(['proposePlan']) type!: 'proposePlan';
  @ListOf(() => InstalmentForm, { min: 1, max: 60 }) instalments!: InstalmentForm[];
  @CaseIds('The plan covers these cases of the customer, too: oldest first') cases?: string[];
  @Text({ optional: true }) note?: string;

  command(): Command {
    const { instalments, type, note } = this;
    return given({ type, note, instalments: instalments.map(({ dueOn, amount }) => ({ dueOn, amountCents: cents(amount) })) });
  }
}

export class AcceptPlan implements CommandForm {
  @OneOf(['acceptPlan']) type!: 'acceptPlan';

  command(): Command {
    return { ...this };
  }
}

export class RecordLetter implements CommandForm {
  @OneOf(['recordLetter']) type!: 'recordLetter';
  @WholeNumber({ min: 1, max: 4 }) level!: number;
  @OneOf(letterChannels) channel!: CommandOf<'recordLetter'>['channel'];
  @BusinessDate() sentOn!: string;
  @Name({ max: 100, optional: true }) trackingNo?: string;

  command(): Command {
    return given({ ...this });
  }
}

export class Reassign implements CommandForm {
  @OneOf(['reassign']) type!: 'reassign';
  @Login() owner!: string;
  @Text() reason!: string;

  /** `withinTeam` is found out by the desk's caller, who knows the teams. */
  command(): Command {
    return { ...this, withinTeam: false };
  }
}

export class ChangesForm {
  @BusinessDate({ optional: true }) dueOn?: string;
  @PositiveAmount({ optional: true }) amount?: string;
  @Name({ max: 64, optional: true }) customer?: string;
  @Login({ optional: true }) owner?: string;
}
