using Covalent.Core.Execution;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>What comes into the engine: the end of an attempt, which is frequent, or anything else as an action.</summary>
internal readonly record struct EngineEvent(EngineAttempt? Attempt, TaskOutcome? Outcome, OutcomeAssets? Assets, Action? Action);
