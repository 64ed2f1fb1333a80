import type { RecordedKind } from './kinds.ts'

/** Kinds that real servers recorded (e2e/fixtures), an action together with its answer. */
export const RECORDED: readonly RecordedKind[] = [
  {
    group: 'run',
    shapes: ['Condensation'],
    renderer: 'condensation',
    event:
      'agent-server-1.58.0/b1a22ffd655e49fb8703208224f05cea/events/event-00065-83e9ef5e-36e4-4a2c-be44-fec412432760.json',
  },
  {
    group: 'run',
    shapes: ['CondensationRequest'],
    renderer: 'condensation-request',
    event: 'app-server-v1/v1_conversations/684e2d7c29134abfa306c28aa464d4e8/1192f475512a49ec8422e5328d03a9f9.json',
  },
  {
    group: 'run',
    shapes: ['CondensationSummaryEvent'],
    renderer: 'condensation',
    event: 'app-server-v1/v1_conversations/684e2d7c29134abfa306c28aa464d4e8/94511174623645b4ba19a357f39f565c.json',
  },
  {
    group: 'run',
    shapes: ['ConversationErrorEvent'],
    renderer: 'conversation-error',
    event:
      'agent-server-1.58.0/20ceb09b689844588837ea5d5479ac71/events/event-00009-1af45c2e-0784-422a-a28b-94defb4174ab.json',
  },
  {
    group: 'run',
    shapes: ['HookExecutionEvent'],
    renderer: 'hook',
    event:
      'agent-server-1.58.0/428268ad57d447f2802faa459a3d5b3f/events/event-00006-7d6e64db-a416-4cad-a026-a0d34174eea3.json',
  },
  {
    group: 'run',
    shapes: ['InterruptEvent'],
    renderer: 'interrupt',
    event:
      'agent-server-1.58.0/20e9881201564b7882cc0b7b523773dc/events/event-00013-e222c65c-57d7-4b1e-a63a-590edb1dd6ed.json',
  },
  {
    group: 'run',
    shapes: ['MessageEvent agent text'],
    renderer: 'message',
    event:
      'agent-server-1.58.0/7d0550199c7c402e89cc827fbaf123a9/events/event-00012-bde58760-7521-4b0e-85e2-523ff28b9764.json',
  },
  {
    group: 'run',
    shapes: ['MessageEvent user text'],
    renderer: 'message',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00001-1b46d3ba-ef7f-4072-a142-a91eaa6b3ab8.json',
  },
  {
    group: 'run',
    shapes: ['MessageEvent user text+image'],
    renderer: 'message',
    event:
      'agent-server-1.58.0/856b593eb05340e0817779637cbfcbd5/events/event-00001-c48b021c-1373-407d-a3cd-5f4678d563f9.json',
  },
  {
    group: 'run',
    shapes: ['PauseEvent'],
    renderer: 'pause',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00009-7dbf2be7-a59d-456a-b42f-de76c782b570.json',
  },
  {
    group: 'run',
    shapes: ['SecurityAnalysisEvent'],
    renderer: 'security',
    event:
      'agent-server-1.58.0/7d0550199c7c402e89cc827fbaf123a9/events/event-00007-1356b055-512a-41e6-859c-3bd608cd3a68.json',
  },
  {
    group: 'run',
    shapes: ['SystemPromptEvent'],
    renderer: 'system-prompt',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00000-a58ddbd7-50cc-40d0-8f23-9aeffcc391ac.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent FinishAction', 'ObservationEvent FinishObservation'],
    renderer: 'finish',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00033-fb97b5a5-c109-4e5d-884f-44b5747dc36e.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00034-7dfd7357-001d-46e2-a720-3bcf32acb207.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent TaskTrackerAction plan', 'ObservationEvent TaskTrackerObservation plan'],
    renderer: 'tasks',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00009-f6a91d2e-befa-44fa-8d75-5aa45b9d178e.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00010-dba4c89b-3d7f-412d-8d8e-ebfd7db0ff7f.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent TaskTrackerAction view', 'ObservationEvent TaskTrackerObservation view'],
    renderer: 'tasks',
    event: 'app-server-v1/v1_conversations/95834ca49a7740f8895325d1826b7f35/8c5cbd1fa645450780cafaee95c1f63f.json',
    answer: 'app-server-v1/v1_conversations/95834ca49a7740f8895325d1826b7f35/a00ad776d1234de789db091ec88cd858.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent TerminalAction', 'ObservationEvent TerminalObservation error'],
    renderer: 'terminal',
    event: 'app-server-v1/v1_conversations/1092957dbb0a4644ac46679e46abb4ff/9f2f51c33aba4641939cff24811b05b4.json',
    answer: 'app-server-v1/v1_conversations/1092957dbb0a4644ac46679e46abb4ff/619a115b58ad422a8f153207185b467b.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent ThinkAction', 'ObservationEvent ThinkObservation'],
    renderer: 'think',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00017-8d78eb2b-a2fb-4d4a-ae38-057bfcfdb447.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00018-0302a908-1932-4445-aedb-5f51108d84e4.json',
  },
  {
    group: 'tools',
    shapes: ['ActionEvent not made', 'AgentErrorEvent'],
    renderer: 'unmade-call',
    event:
      'agent-server-1.58.0/eff2e24295db4b0b821dd8853805d54b/events/event-00014-e0dcd86f-8188-485f-a78c-84c06cb1373e.json',
    answer:
      'agent-server-1.58.0/eff2e24295db4b0b821dd8853805d54b/events/event-00015-2da6a96f-4589-4c9c-a667-c29b6a67cc56.json',
  },
  {
    group: 'tools',
    shapes: ['ObservationEvent TerminalObservation'],
    renderer: 'terminal',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00006-e7185acb-f400-406e-b7d6-afbbadc78915.json',
    answer:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00007-0feab00a-f22d-48a3-a235-4339db5e9eab.json',
  },
  {
    group: 'tools',
    shapes: ['UserRejectObservation hook'],
    renderer: 'terminal',
    event:
      'agent-server-1.58.0/428268ad57d447f2802faa459a3d5b3f/events/event-00013-7923cf1f-a2e4-42fd-8d06-221f674e402c.json',
    answer:
      'agent-server-1.58.0/428268ad57d447f2802faa459a3d5b3f/events/event-00015-edcbcee4-5107-416b-8614-f19ab24f8103.json',
  },
  {
    group: 'tools',
    shapes: ['UserRejectObservation user'],
    renderer: 'terminal',
    event:
      'agent-server-1.58.0/7d0550199c7c402e89cc827fbaf123a9/events/event-00006-9f4a11e3-0040-4d21-945a-891b2903683b.json',
    answer:
      'agent-server-1.58.0/7d0550199c7c402e89cc827fbaf123a9/events/event-00010-e1f0b804-60fa-43c4-823b-cec839daa345.json',
  },
  {
    group: 'files',
    shapes: ['ActionEvent FileEditorAction create', 'ObservationEvent FileEditorObservation create error'],
    renderer: 'file-create',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00010-1d37f3f9-53d8-43b5-b631-58166578620c.json',
    answer:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00011-61cafaf3-9423-4c41-ad40-b25a70e83fe5.json',
  },
  {
    group: 'files',
    shapes: ['ActionEvent FileEditorAction str_replace', 'ObservationEvent FileEditorObservation str_replace error'],
    renderer: 'file-edit',
    event:
      'agent-server-1.58.0/21df518725d24bd085a7c019bfb7edec/events/event-00012-c8234542-2c70-4313-80eb-24fac53b3dd9.json',
    answer:
      'agent-server-1.58.0/21df518725d24bd085a7c019bfb7edec/events/event-00013-aa3179d2-462b-415e-af45-27ddc98c8080.json',
  },
  {
    group: 'files',
    shapes: ['ActionEvent FileEditorAction view', 'ObservationEvent FileEditorObservation view error'],
    renderer: 'file-view',
    event:
      'agent-server-1.58.0/eff2e24295db4b0b821dd8853805d54b/events/event-00008-c86c2484-a60e-4be3-8856-9afc8b9b3e14.json',
    answer:
      'agent-server-1.58.0/eff2e24295db4b0b821dd8853805d54b/events/event-00010-834c10f3-3274-4bd5-a87d-86afc11b70c0.json',
  },
  {
    group: 'files',
    shapes: ['ObservationEvent FileEditorObservation create'],
    renderer: 'file-create',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00026-654b40dd-4020-4468-8a60-8b1671e25e8f.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00028-517f43d2-36ea-4f67-a312-d6d630f091fa.json',
  },
  {
    group: 'files',
    shapes: ['ObservationEvent FileEditorObservation str_replace'],
    renderer: 'file-edit',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00020-3e6e6357-cc89-40da-bc93-80beb17548c9.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00021-cb549944-569f-40ec-b1a1-4bb19fc1f48b.json',
  },
  {
    group: 'files',
    shapes: ['ObservationEvent FileEditorObservation view'],
    renderer: 'file-view',
    event:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00012-8f32c3b9-cd7d-421a-b574-b849518c9537.json',
    answer:
      'agent-server-1.58.0/1fa1b80ac384458888ac67f388bb97ef/events/event-00014-f89c95e2-44ec-42fb-af58-82105d02a358.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent blocked_actions'],
    renderer: 'state-blocked',
    event:
      'agent-server-1.58.0/428268ad57d447f2802faa459a3d5b3f/events/event-00012-64f2b30c-f706-46f8-8080-d178ccb07b6e.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent execution_status'],
    renderer: 'state-status',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00004-332b430a-43f8-4cde-8c08-c5e1f739be1f.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent full_state'],
    renderer: 'state-full',
    event: 'app-server-v1/v1_conversations/04ed4126639545d5a7b02adafd2f1c83/a59bd1c8a3e54583a9d21c3dfedf69c6.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent hook_config'],
    renderer: 'state',
    event:
      'agent-server-1.58.0/428268ad57d447f2802faa459a3d5b3f/events/event-00000-ce927662-af8f-488f-b59c-f2a9c62b5963.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent last_user_message_id'],
    renderer: 'state-message',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00002-5426ad9d-132d-4921-a4ee-cf1b8365bca2.json',
  },
  {
    group: 'state',
    shapes: ['ConversationStateUpdateEvent stats'],
    renderer: 'state-stats',
    event:
      'agent-server-1.58.0/0ea5de8dd9344ad482fd8e3e416fff3d/events/event-00003-c3f9458a-44c8-481d-ad62-4ebe6f9f56e2.json',
  },
  {
    group: 'state',
    shapes: ['StreamingDeltaEvent'],
    renderer: 'streaming',
    event: 'app-server-v1/v1_conversations/1092957dbb0a4644ac46679e46abb4ff/17483a657a4747199ce37977437772eb.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:browse', 'V0 observation:browse'],
    renderer: 'browser',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/32.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/33.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:browse_interactive'],
    renderer: 'code',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/34.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/35.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:call_tool_mcp', 'V0 observation:mcp'],
    renderer: 'mcp',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/36.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/37.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:change_agent_state'],
    renderer: 'control',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/3.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:condensation'],
    renderer: 'condensation',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/47.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:condensation_request'],
    renderer: 'condensation-request',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/46.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:delegate', 'V0 observation:delegate'],
    renderer: 'delegation',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/42.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/43.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:edit', 'V0 observation:edit'],
    renderer: 'file-edit',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/28.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/29.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:finish'],
    renderer: 'finish',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/66.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:loop_recovery'],
    renderer: 'control',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/57.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:message'],
    renderer: 'message',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/2.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:null'],
    renderer: 'control',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/44.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:read', 'V0 observation:error'],
    renderer: 'file-view',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/24.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/25.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:recall', 'V0 observation:null'],
    renderer: 'recall',
    event: 'app-server-v0/5f7b6e84fd864c199edc85c9c1ee7572/events/12.json',
    answer: 'app-server-v0/5f7b6e84fd864c199edc85c9c1ee7572/events/14.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:reject'],
    renderer: 'finish',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/64.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:run', 'V0 observation:run'],
    renderer: 'terminal',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/10.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/11.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:run_ipython', 'V0 observation:run_ipython'],
    renderer: 'code',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/20.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/21.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:system'],
    renderer: 'system-prompt',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/1.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:task_tracking', 'V0 observation:task_tracking'],
    renderer: 'tasks',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/40.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/41.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:think', 'V0 observation:think'],
    renderer: 'think',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/38.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/39.json',
  },
  {
    group: 'v0',
    shapes: ['V0 action:write', 'V0 observation:write'],
    renderer: 'file-create',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/26.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/27.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:agent_state_changed'],
    renderer: 'state-status',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/0.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:condense'],
    renderer: 'condensation',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/49.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:download'],
    renderer: 'notice',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/55.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:hologram'],
    renderer: 'any-answer',
    event: 'app-server-v0/ad921d60486366258809553a3db49a4a/events/31.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:loop_detection'],
    renderer: 'notice',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/56.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:read'],
    renderer: 'file-view',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/22.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/23.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:recall'],
    renderer: 'recall',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/4.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/6.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:success'],
    renderer: 'notice',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/54.json',
  },
  {
    group: 'v0',
    shapes: ['V0 observation:user_rejected'],
    renderer: 'terminal',
    event: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/51.json',
    answer: 'app-server-v0/83ab982dd08483187289a75163dc50fe/events/52.json',
  },
]
