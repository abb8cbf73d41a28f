/** xAPI statements as they are after validation and normalisation (context activities are always arrays). */

/** The versions of xAPI that are spoken: as they stand in `/about` and in the header of an answer. */
export type XapiVersion = '1.0.3' | '2.0.0';

export type LanguageMap = Readonly<Record<string, string>>;
export type Extensions = Readonly<Record<string, unknown>>;

export interface Account {
  readonly homePage: string;
  readonly name: string;
}

/** An Agent or a Group. An identified one has exactly one of the four inverse functional identifiers (IFI). */
export interface Actor {
  readonly objectType?: 'Agent' | 'Group';
  readonly name?: string;
  readonly mbox?: string;
  readonly mbox_sha1sum?: string;
  readonly openid?: string;
  readonly account?: Account;
  readonly member?: readonly Actor[];
}

export interface Verb {
  readonly id: string;
  readonly display?: LanguageMap;
}

export interface ActivityDefinition {
  readonly name?: LanguageMap;
  readonly description?: LanguageMap;
  readonly type?: string;
  readonly moreInfo?: string;
  readonly extensions?: Extensions;
  readonly interactionType?: string;
  readonly [interaction: string]: unknown;
}

export interface Activity {
  readonly objectType?: 'Activity';
  readonly id: string;
  readonly definition?: ActivityDefinition;
}

export interface StatementRef {
  readonly objectType: 'StatementRef';
  readonly id: string;
}

export interface SubStatement extends StatementBody {
  readonly objectType: 'SubStatement';
}

export type StatementObject =
  | Activity
  | (Actor & { readonly objectType: 'Agent' | 'Group' })
  | StatementRef
  | SubStatement;

export interface Score {
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface StatementResult {
  readonly score?: Score;
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  readonly duration?: string;
  readonly extensions?: Extensions;
}

export type ContextRole = 'parent' | 'grouping' | 'category' | 'other';

/** xAPI 2.0: an Agent in the context, and in what capacity. */
export interface ContextAgent {
  readonly objectType: 'contextAgent';
  readonly agent: Actor;
  readonly relevantTypes?: readonly string[];
}

/** xAPI 2.0: a Group in the context, and in what capacity. */
export interface ContextGroup {
  readonly objectType: 'contextGroup';
  readonly group: Actor;
  readonly relevantTypes?: readonly string[];
}

export interface Context {
  readonly registration?: string;
  readonly instructor?: Actor;
  readonly team?: Actor;
  readonly contextAgents?: readonly ContextAgent[];
  readonly contextGroups?: readonly ContextGroup[];
  readonly contextActivities?: Readonly<Partial<Record<ContextRole, readonly Activity[]>>>;
  readonly revision?: string;
  readonly platform?: string;
  readonly language?: string;
  readonly statement?: StatementRef;
  readonly extensions?: Extensions;
}

export interface Attachment {
  readonly usageType: string;
  readonly display: LanguageMap;
  readonly description?: LanguageMap;
  readonly contentType: string;
  readonly length: number;
  readonly sha2: string;
  readonly fileUrl?: string;
}

interface StatementBody {
  readonly actor: Actor;
  readonly verb: Verb;
  readonly object: StatementObject;
  readonly result?: StatementResult;
  readonly context?: Context;
  readonly timestamp?: string;
  readonly attachments?: readonly Attachment[];
}

export interface Statement extends StatementBody {
  readonly id?: string;
  readonly stored?: string;
  readonly authority?: Actor;
  readonly version?: string;
}

/** As the log gives it back: everything that the LRS sets is there. */
export interface StoredStatement extends Statement {
  readonly id: string;
  readonly stored: string;
  readonly timestamp: string;
  readonly authority: Actor;
  readonly version: string;
}
