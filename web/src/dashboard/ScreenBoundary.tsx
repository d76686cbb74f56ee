// Stands in for a screen that broke, so that the rest of the dashboard can still be used.

import { Alert, Button, Group } from "@mantine/core";
import { Component, type ReactNode } from "react";

interface Props {
  path: string;
  children: ReactNode;
}

interface State {
  isBroken: boolean;
  path: string;
}

export class ScreenBoundary extends Component<Props, State> {
  override state: State = { isBroken: false, path: this.props.path };

  static getDerivedStateFromError(): Partial<State> {
    return { isBroken: true };
  }

  // Not a key by the path: that would mount each screen anew, and the orders' search lives at two addresses.
  static getDerivedStateFromProps({ path }: Props, state: State): State | null {
    return path === state.path ? null : { isBroken: false, path };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Alert color="red" title="This screen broke" my="md" role="alert">
        What you had saved is safe. Reload the page: the dashboard may have been renewed since you opened it. If it
        breaks again, tell whoever runs your box office which screen it was.
        <Group mt="sm">
          <Button variant="default" onClick={() => location.reload()}>Reload</Button>
          <Button variant="default" component="a" href="#/">All events</Button>
        </Group>
      </Alert>
    );
  }
}
