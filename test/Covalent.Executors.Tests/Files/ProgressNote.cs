namespace Covalent.Executors.Tests.Files;

/// <summary>Keeps what was reported, in the order it came.</summary>
internal sealed class ProgressNote : IProgress<double>
{
    private readonly List<double> _values = [];

    public IReadOnlyList<double> Values
    {
        get
        {
            lock (_values)
            {
                return [.. _values];
            }
        }
    }

    public void Report(double value)
    {
        lock (_values)
        {
            _values.Add(value);
        }
    }
}
