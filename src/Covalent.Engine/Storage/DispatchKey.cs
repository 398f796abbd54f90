namespace Covalent.Engine.Storage;

/// <summary>A dispatch as the store knows it: the id people see and the number the store gave it. Compared by reference.</summary>
/// <param name="id">The dispatch id.</param>
internal sealed class DispatchKey(string id)
{
    public string Id { get; } = id;

    /// <summary>Given by the store when the dispatch is committed; 0 before, and for ever when the registration was refused.</summary>
    public long Number { get; set; }

    /// <summary>UTC ticks; times of nodes are stored relative to it.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Number of the next step record; only the engine that owns the dispatch writes steps.</summary>
    public int NextStep { get; set; }
}
