namespace Covalent.Engine.Storage;

/// <summary>What a step record says of its nodes. The numbers are stored; never renumber.</summary>
internal enum StepKind : byte
{
    /// <summary>Attempts are about to be handed to their executors.</summary>
    Started = 1,

    /// <summary>Cancelled before they started.</summary>
    Withdrawn = 2,

    /// <summary>Somebody asked to cancel them while they ran.</summary>
    CancelRequested = 3,
}
