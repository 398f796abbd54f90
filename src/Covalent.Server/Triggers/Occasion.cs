namespace Covalent.Server.Triggers;

/// <summary>Something that a trigger was waiting for.</summary>
/// <param name="Key">Names it within its trigger: it fires once.</param>
/// <param name="State">What the observer knows afterwards.</param>
/// <param name="NextAt">UTC ticks of the next occasion of a time trigger; 0 otherwise.</param>
/// <param name="Passed">Occasions that this one stands for and that do not fire themselves.</param>
/// <param name="Fires">False when they are only to be counted.</param>
internal sealed record Occasion(string Key, string State, long NextAt = 0, long Passed = 0, bool Fires = true);
