import { XAPI_SCOPES, type XapiScope } from '../../domain/access/scope.ts';
import { t } from '../messages.ts';
import { isIncluded } from './included.ts';

/** Scopes to choose from, each with what it lets a client do. */
export function ScopeField(props: {
  label: string;
  value: readonly XapiScope[];
  onChange: (value: readonly XapiScope[]) => void;
}) {
  const { value, onChange } = props;
  const toggle = (scope: XapiScope): void =>
    onChange(value.includes(scope) ? value.filter((other) => other !== scope) : [...value, scope]);
  return (
    <fieldset class="choices">
      <legend>{props.label}</legend>
      {XAPI_SCOPES.map((scope) => {
        const included = isIncluded(scope, value);
        return (
          <label key={scope} class="choice">
            <input
              type="checkbox"
              checked={included || value.includes(scope)}
              disabled={included}
              onChange={() => toggle(scope)}
            />
            <span>
              <span class="mono">{scope}</span> {included && <span class="choice-note">{t.access.included}</span>}
              <span class="choice-about">{t.access.scope[scope]}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** Scopes with their meaning, to be read. */
export const ScopeList = ({ scopes }: { scopes: readonly XapiScope[] }) => (
  <dl class="scopes">
    {scopes.map((scope) => (
      <div key={scope}>
        <dt class="mono">{scope}</dt>
        <dd>{t.access.scope[scope]}</dd>
      </div>
    ))}
  </dl>
);
