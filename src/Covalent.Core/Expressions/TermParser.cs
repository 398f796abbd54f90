using System.Reflection;
using Covalent.Core.Expressions.Operators;
using Covalent.Core.Expressions.Terms;

namespace Covalent.Core.Expressions;

/// <summary>Builds terms from the operations of an expression. Everything is checked, because expressions come out of stores and packages.</summary>
internal ref struct TermParser(ReadOnlySpan<Token> tokens)
{
    private const int DeepestNesting = 500;
    private readonly ReadOnlySpan<Token> _tokens = tokens;
    private int _next;
    private int _depth;

    /// <summary>Slots read so far.</summary>
    public int SlotCount { get; private set; }

    /// <summary>Parses one expression that must use up all operations.</summary>
    public Term ParseAll()
    {
        var term = Parse();
        return _next == _tokens.Length ? term : throw Damaged("operations are left over");
    }

    /// <summary>Parses a call: its target, null for static methods, and its arguments.</summary>
    public (Term? Target, Term[] Arguments) ParseCall()
    {
        var head = Take();
        if (head.Op != Op.Apply)
        {
            throw Damaged("it does not begin with a call");
        }

        var target = (head.Number & 1) == 1 ? Parse() : null;
        var arguments = ParseMany(head.Number >> 1);
        return _next == _tokens.Length ? (target, arguments) : throw Damaged("operations are left over");
    }

    private Term Parse()
    {
        if (++_depth > DeepestNesting)
        {
            throw Damaged($"it is nested deeper than {DeepestNesting} operations");
        }

        var term = ParseOperation(Take());
        _depth--;
        return term;
    }

    private Term ParseOperation(Token token) => token.Op switch
    {
        Op.Slot => new SlotTerm(SlotCount++),
        Op.Default => new DefaultTerm(Subject<Type>(token)),
        Op.Cancellation => new CancellationTerm(),
        Op.Parameter => new ParameterTerm(token.Number),
        Op.Field => new FieldTerm(Subject<FieldInfo>(token), token.Number == 1 ? Parse() : null),
        Op.Call => new CallTerm(Subject<MethodInfo>(token), Subject<MethodInfo>(token).IsStatic ? null : Parse(), ParseMany(token.Number)),
        Op.Invoke => new InvokeTerm(Parse(), ParseMany(token.Number)),
        Op.Element => new ElementTerm(Parse(), ParseMany(token.Number)),
        Op.Lambda => new LambdaTerm(Subject<Type>(token), Parse()),
        Op.Delegate => new DelegateTerm(Subject<Type>(token), Subject<MethodInfo>(Take()), token.Number == 1 ? Parse() : null),
        Op.Closure => new ClosureTerm(Subject<Type>(token), ParseInitializers(token.Number)),
        Op.Conditional => new ConditionalTerm(Parse(), Parse(), Parse()),
        Op.AndAlso => new AndAlsoTerm(Parse(), Parse()),
        Op.OrElse => new OrElseTerm(Parse(), Parse()),
        Op.Coalesce => new CoalesceTerm(Parse(), Parse()),
        _ => ParseConversion(token),
    };

    private Term ParseConversion(Token token) => token.Op switch
    {
        Op.Convert => new ConvertTerm(new Conversion(Subject<Type>(token), token.Number), Parse()),
        Op.ConvertBy => new ConvertByTerm(Subject<MethodInfo>(token), Parse()),
        Op.As => new AsTerm(Subject<Type>(token), Parse()),
        Op.Is => new IsTerm(Subject<Type>(token), Parse()),
        Op.Unary => new UnaryTerm(
            token.Subject is MethodInfo method ? UnaryOperation.Of(method) : UnaryOperation.Of(OperatorOf(token), Subject<Type>(token)), Parse()),
        Op.Binary => new BinaryTerm(
            token.Subject is MethodInfo method ? BinaryOperation.Of(OperatorOf(token), method) : BinaryOperation.Of(OperatorOf(token), Subject<Type>(token)),
            Parse(), Parse()),
        Op.New => new NewTerm(Subject<ConstructorInfo>(token), ParseMany(token.Number)),
        Op.NewArray => new NewArrayTerm(Subject<Type>(token), ParseMany(token.Number)),
        Op.NewArrayBounds => new NewArrayBoundsTerm(Subject<Type>(token), ParseMany(token.Number)),
        Op.Initialize => new InitializeTerm(Parse(), ParseInitializers(token.Number)),
        _ => throw Damaged($"operation {token.Op} stands in a wrong place"),
    };

    private Initializer[] ParseInitializers(int count)
    {
        var initializers = new Initializer[Checked(count)];
        for (var i = 0; i < count; i++)
        {
            initializers[i] = ParseInitializer(Take());
        }

        return initializers;
    }

    private Initializer ParseInitializer(Token token) => token.Op switch
    {
        Op.Add => new AddInitializer(Subject<MethodInfo>(token), ParseMany(token.Number)),
        Op.Assign when token.Subject is FieldInfo field => new FieldInitializer(field, Parse()),
        Op.Assign => new AddInitializer(Subject<MethodInfo>(token), [Parse()]),
        Op.Within => new WithinInitializer(Subject<MemberInfo>(token), ParseInitializers(token.Number)),
        _ => throw Damaged($"operation {token.Op} is not an initialiser"),
    };

    private Term[] ParseMany(int count)
    {
        var terms = new Term[Checked(count)];
        for (var i = 0; i < count; i++)
        {
            terms[i] = Parse();
        }

        return terms;
    }

    private readonly int Checked(int count) =>
        count >= 0 && count <= _tokens.Length - _next ? count : throw Damaged($"{count} operands are announced where {_tokens.Length - _next} operations are left");

    private Token Take() => _next < _tokens.Length ? _tokens[_next++] : throw Damaged("it is cut off");

    private static Operator OperatorOf(Token token) =>
        token.Number is >= 0 and <= (int)Operator.ArrayLength ? (Operator)token.Number : throw Damaged($"operator {token.Number} is unknown");

    private static T Subject<T>(Token token) where T : class =>
        token.Subject as T ?? throw Damaged($"operation {token.Op} lacks its {typeof(T).Name}");

    private static CovalentException Damaged(string what) =>
        new($"A stored expression is damaged: {what}. The graph or the package was altered or cut off; dispatch the workflow again.");
}
