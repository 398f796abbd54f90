namespace Covalent;

/// <summary>A value cannot travel, or bytes that should hold one are damaged or hold something else. The message names the type, the place
/// inside the value, the reason and the next step.</summary>
public sealed class PayloadException : CovalentException
{
    private const int MostSegmentsShown = 12;

    private readonly string _problem;
    private readonly List<string> _segments = [];
    private List<object>? _owners;

    /// <summary>Creates the exception with a message that names the type, the reason and the next step.</summary>
    public PayloadException(string message, Exception? innerException = null) : base(message, innerException) => _problem = message;

    /// <summary>Place inside the value, such as <c>.Orders[3].Customer</c>; empty when the value itself is meant.</summary>
    public string Path => _segments.Count <= MostSegmentsShown
        ? string.Concat(Enumerable.Reverse(_segments))
        : string.Concat(Enumerable.Reverse(_segments).Take(MostSegmentsShown)) + "…";

    /// <inheritdoc />
    public override string Message => _segments.Count == 0 ? _problem : $"{_problem} (at {Path})";

    /// <summary>Set where the depth limit was hit: only then are owners worth remembering.</summary>
    internal bool IsTooDeep { get; init; }

    /// <summary>Notes a member that was being written or read. Called from exception filters, inner to outer; always false, so that nothing is caught.</summary>
    internal bool Through(string member, object? owner = null)
    {
        _segments.Add("." + member);
        Remember(owner);
        return false;
    }

    /// <summary>Notes an item of a collection that was being written or read; see <see cref="Through(string, object?)"/>.</summary>
    internal bool ThroughItem(long index, object? owner = null)
    {
        _segments.Add($"[{index}]");
        Remember(owner);
        return false;
    }

    /// <summary>The same failure told as a cycle, when the values passed on the way down repeat.</summary>
    internal PayloadException ExplainCycle(string typeName)
    {
        if (!IsTooDeep || _owners is null)
        {
            return this;
        }

        var firstSeen = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        for (var level = 0; level < _owners.Count; level++)
        {
            var owner = _owners[_owners.Count - 1 - level];
            if (!firstSeen.TryAdd(owner, level))
            {
                return Cycle(typeName, firstSeen[owner], level);
            }
        }

        return this;
    }

    private PayloadException Cycle(string typeName, int from, int to)
    {
        var path = Enumerable.Reverse(_segments).ToList();
        var back = from == 0 ? "the value itself" : string.Concat(path.Take(from));
        return new PayloadException($"The {typeName} contains itself: {string.Concat(path.Take(to).Take(MostSegmentsShown))} leads back to {back}. "
            + "Only trees travel; replace the back reference by an id or an index, mark its field [NonSerialized], or give the type its own codec.");
    }

    private void Remember(object? owner)
    {
        if (IsTooDeep)
        {
            (_owners ??= []).Add(owner ?? new object());
        }
    }
}
