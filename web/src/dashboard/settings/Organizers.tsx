// Who holds events of this account.

import { Button, Skeleton, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listOrganizers } from "../api.ts";
import { Editor } from "../catalogue/Editor.tsx";
import { sayDone } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { useIntention } from "../forms.ts";
import { Panel } from "../Panel.tsx";
import { go } from "../router.ts";
import { Part, Row } from "../team/TeamParts.tsx";
import { addOrganizer, ORGANIZERS } from "./organizerCalls.ts";
import { OrganizerForm } from "./OrganizerForm.tsx";

function NewOrganizer({ onDone }: { onDone(id: string): void }) {
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (typed) => (typed.trim() ? null : "Say what they are called.") },
  });
  return (
    <Editor form={form} fields={["name"]} submitLabel="Add" onSend={async ({ name }) => onDone((await addOrganizer(name, keyFor(name))).id)}>
      <TextInput label="Name" data-autofocus {...form.getInputProps("name")} />
    </Editor>
  );
}

/** Which one is open: an id, or a new one. */
type Shown = { id: string } | "new" | null;

export function Organizers({ mayEdit, mayPay }: { mayEdit: boolean; mayPay: boolean }) {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ORGANIZERS, queryFn: listOrganizers });
  const [shown, setShown] = useState<Shown>(null);
  const close = () => setShown(null);

  async function added(id: string): Promise<void> {
    await queries.invalidateQueries({ queryKey: ORGANIZERS });
    setShown({ id });
  }

  function saved(): void {
    close();
    sayDone("Saved. The page follows in a moment.");
  }

  return (
    <Part title="Organizers" says="Who holds your events. Each has a page with what is to come and what was.">
      {query.isPending && <Skeleton height={60} />}
      <Failed of={query} />
      {query.data?.items.map(({ id, name, page_url }) => (
        <Row
          key={id}
          name={name}
          says={page_url ?? "No page"}
          menu={[
            mayEdit && { label: "Settings and page", onClick: () => setShown({ id }) },
            mayPay && { label: "Payments", onClick: () => go(`/organizers/${id}/payments`) },
            page_url !== null && { label: "Look at the page", onClick: () => void open(page_url, "_blank") },
          ]}
        />
      ))}
      {mayEdit && <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => setShown("new")}>Add an organizer</Button>}
      <Panel opened={shown !== null} onClose={close} title={shown === "new" ? "New organizer" : "Organizer"}>
        {shown === "new" && <NewOrganizer onDone={(id) => void added(id)} />}
        {shown && shown !== "new" && <OrganizerForm id={shown.id} onDone={saved} />}
      </Panel>
    </Part>
  );
}
