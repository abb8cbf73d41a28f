import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';

/** Typing settles for this long before a list is read anew. */
const SETTLE_MS = 200;

/** A search that keeps itself in the address: `value` comes from there and `onChange` writes it back. */
export function SearchField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(props.value);
  const told = useRef(props.value);
  // Going back in the history changes the value from outside.
  useEffect(() => {
    if (props.value !== told.current) setText(props.value);
    told.current = props.value;
  }, [props.value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text.trim();
      props.onChange(text.trim());
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <span class="visually-hidden">{props.label}</span>
      <Icon name="search" />
      <input
        class="input"
        type="search"
        placeholder={props.label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
