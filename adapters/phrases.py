"""Four words to read out over the telephone: the recipient's second channel.

259 short words that sound unlike one another; four in a row are one of more than
4 thousand million phrases, and wrong guesses are counted.
"""

import secrets

_TEXT = """
acorn album amber anchor apple april apron arrow aspen atlas attic autumn bacon
badge bagel baker balloon banjo barley basket beacon beaver bench berry birch
biscuit blanket blossom bonnet bottle branch breeze bridge bronze brush bucket
butter button cabin cactus camel candle canoe carpet carrot castle cedar cellar
chalk cherry chess chimney cinnamon circle clover cobweb coffee comet copper coral
corner cotton cradle crayon cricket crystal cupboard curtain cushion daisy dancer
denim desert diamond dolphin donkey dragon drawer drum eagle easel echo elbow ember
engine fabric falcon farmer feather fennel ferry fiddle finger flannel flute forest
fossil fountain fox frost galaxy garden garlic ginger giraffe glacier glove goblet
granite grape guitar hammer hammock harbour harvest hazel helmet heron hockey honey
hotel igloo indigo island ivory jacket jasmine jigsaw jungle kayak kettle kitchen
kitten ladder lagoon lantern lavender lemon lentil library lilac linen lizard
lobster locket lotus magnet mango maple marble market meadow melon mirror mitten
monkey morning mountain muffin mushroom mustard napkin nectar needle nettle nutmeg
oasis ocean olive onion orange orchard organ otter oyster paddle panda paper parsley
pebble pelican pencil pepper piano picnic pigeon pillow planet plum pocket pony
poppy postbox potato puddle pumpkin puzzle quartz quilt rabbit radish rainbow raven
ribbon river robin rocket rosemary rowing saddle saffron sailor salmon sandal
satchel saturn scarf seagull shadow silver sketch slipper snowman sofa sparrow
spider spinach spoon spring squirrel stable starling sugar summer sunset swallow
table tadpole teapot tiger timber toffee tomato tractor tulip tunnel turnip turtle
velvet violin waffle walnut whistle willow window winter wizard yellow zebra
"""

WORDS = tuple(_TEXT.split())


def new_phrase() -> str:
    return " ".join(secrets.choice(WORDS) for _ in range(4))
