namespace Covalent.Engine.Dispatching;

/// <summary>Members that take turns.</summary>
internal sealed class Ring<T>
    where T : class
{
    private readonly List<T> _members = [];
    private int _next;

    public bool IsEmpty => _members.Count == 0;

    public void Add(T member) => _members.Add(member);

    /// <summary>Whose turn it is.</summary>
    public T Current => _members[_next];

    public void Advance() => _next = _next + 1 < _members.Count ? _next + 1 : 0;

    /// <summary>Takes the current member out; the turn passes to the one after it.</summary>
    public void RemoveCurrent()
    {
        _members.RemoveAt(_next);
        _next = _next < _members.Count ? _next : 0;
    }
}
