namespace Covalent.Core.Leptons;

/// <summary>While it lives, this process has the variables of a Python environment: its programs come first in PATH.</summary>
internal sealed class EnvironmentOfTask : IDisposable
{
    private readonly List<(string Name, string? Before)> _changed = [];

    public EnvironmentOfTask(PythonInterpreter interpreter)
    {
        var wanted = new Dictionary<string, string?>();
        interpreter.Prepare(wanted);
        foreach (var (name, value) in wanted)
        {
            _changed.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose() => _changed.ForEach(static one => Environment.SetEnvironmentVariable(one.Name, one.Before));
}
